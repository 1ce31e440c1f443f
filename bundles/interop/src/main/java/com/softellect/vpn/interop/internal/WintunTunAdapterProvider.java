package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.sun.jna.Platform;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens WinTun adapters on 64-bit Windows. Nothing native is loaded before the first one.
 *
 * <p>Threads: all methods may be called by any thread.
 */
@Component(configurationPid = InteropSettings.PID)
@Designate(ocd = InteropSettings.class)
public final class WintunTunAdapterProvider implements TunAdapterProvider {

    private static final Logger LOG = LoggerFactory.getLogger(WintunTunAdapterProvider.class);

    /** For one netsh command; it takes some 100 ms. */
    private static final int NETSH_PATIENCE_SECONDS = 30;

    private final String dll;
    private final int capacity;

    /** Guarded by this; null until the first adapter is opened. */
    private JnaWintun wintun;
    private WindowsLibraries libraries;

    @Activate
    public WintunTunAdapterProvider(InteropSettings settings) {
        this.dll = settings.wintun_dll();
        this.capacity = settings.wintun_ring_capacity();
    }

    @Override
    public String type() {
        return "wintun";
    }

    @Override
    public boolean supported() {
        return Platform.isWindows() && Platform.is64Bit();
    }

    @Override
    public synchronized TunAdapter open(TunAdapterSettings wanted) throws TunAdapterException {
        if (!supported()) {
            throw new TunAdapterException("adapters of the type wintun exist on 64-bit Windows only: choose another type");
        }
        Path path = WintunDll.find(dll, Path.of(System.getProperty("karaf.base", "")));
        try {
            load(path);
            return log(new WintunOpener(libraries, netsh(), capacity).open(wanted));
        } catch (LinkageError e) {
            throw new TunAdapterException(path + " can't be loaded (" + e.getMessage() + "): take WinTun 0.14 for this processor"
                    + " (" + Platform.ARCH + ") from https://www.wintun.net", e);
        }
    }

    private void load(Path path) {
        if (libraries == null) {
            wintun = new JnaWintun(path);
            libraries = new WindowsLibraries(wintun, new JnaKernel32(), new JnaIpHelper());
        }
    }

    private static Netsh netsh() {
        String windows = System.getenv().getOrDefault("SystemRoot", "C:\\Windows");
        return new Netsh(windows + "\\System32\\netsh.exe", new ProcessRunner(NETSH_PATIENCE_SECONDS));
    }

    private TunAdapter log(TunAdapter adapter) {
        TunAdapterSettings settings = adapter.settings();
        int version = wintun.getRunningDriverVersion();
        LOG.info("adapter {}: opened with address {}, MTU {}, WinTun driver {}.{}", settings.name(), settings.network(),
                settings.mtu(), version >>> 16, version & 0xffff);
        return adapter;
    }

    @Deactivate
    synchronized void deactivate() {
        if (wintun != null) {
            wintun.close();
        }
    }
}
