package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.sun.jna.Platform;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens adapters on {@code /dev/net/tun}. Nothing native is loaded before the first one.
 *
 * <p>Threads: all methods may be called by any thread.
 */
@Component
public final class LinuxTunAdapterProvider implements TunAdapterProvider {

    private static final Logger LOG = LoggerFactory.getLogger(LinuxTunAdapterProvider.class);

    /** TUN_F_CSUM and TUN_F_TSO4: checksums may be partial, TCP over IPv4 may be uncut. Not ECN: the kernel then cuts what has CWR. */
    private static final int CSUM_AND_TSO4 = 0x1 | 0x2;

    private final String device;
    private final int offloads;

    @Activate
    public LinuxTunAdapterProvider() {
        this("/dev/net/tun");
    }

    /** @param device the path of the TUN device */
    LinuxTunAdapterProvider(String device) {
        this(device, CSUM_AND_TSO4);
    }

    /** @param offloads what the kernel is asked for where offload is wanted: bits of TUNSETOFFLOAD */
    LinuxTunAdapterProvider(String device, int offloads) {
        this.device = device;
        this.offloads = offloads;
    }

    @Override
    public String type() {
        return "linux";
    }

    @Override
    public boolean supported() {
        return Platform.isLinux() && Platform.is64Bit();
    }

    @Override
    public TunAdapter open(TunAdapterSettings settings) throws TunAdapterException {
        if (!supported()) {
            throw new TunAdapterException("adapters of the type linux exist on 64-bit Linux only: choose another adapter type");
        }
        AddressOwner.requireNone(settings.network().address());
        try {
            return start(TunDevice.create(device, settings.name(), settings.offload() ? offloads : 0), settings);
        } catch (LinkageError e) {
            throw new TunAdapterException("the native part of JNA can't be loaded (" + e.getMessage() + "): it is unpacked into a"
                    + " temporary directory, which must not be mounted noexec; set another one with -Djna.tmpdir", e);
        }
    }

    private static TunAdapter start(TunDevice device, TunAdapterSettings wanted) throws TunAdapterException {
        TunAdapterSettings settings = new TunAdapterSettings(device.name(), wanted.network(), wanted.mtu(), device.offload());
        try {
            configure(settings);
            TunAdapter adapter = adapter(device, settings);
            LOG.info("adapter {}: opened with address {}, MTU {}, segmentation offload {}", settings.name(), settings.network(),
                    settings.mtu(), settings.offload() ? "on" : "off");
            return adapter;
        } catch (TunAdapterException | RuntimeException | Error e) {
            device.close(); // takes the interface with it
            throw e;
        }
    }

    private static void configure(TunAdapterSettings settings) throws TunAdapterException {
        try (InterfaceSetup setup = new InterfaceSetup(settings.name())) {
            setup.mtu(settings.mtu());
            setup.address(settings.network());
            setup.up();
        }
    }

    /** @param device of an interface that is set up; belongs to the adapter from now on */
    private static TunAdapter adapter(TunDevice device, TunAdapterSettings settings) throws TunAdapterException {
        int descriptor = device.descriptor().number();
        if (device.offload()) {
            OffloadSession session = new OffloadSession(device, settings.mtu());
            return new OpenTunAdapter(settings, session, new PollWait(descriptor, session::hasNext));
        }
        PollWait wait = new PollWait(descriptor, () -> false);
        return new OpenTunAdapter(settings, new LinuxSession(device), wait);
    }
}
