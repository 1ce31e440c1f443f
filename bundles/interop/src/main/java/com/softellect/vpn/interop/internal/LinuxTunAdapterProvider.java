package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.datapath.system.Descriptor;
import com.sun.jna.Platform;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
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

    /** What waits in the kernel while nobody receives: 2 s of 1000 packets a second, in which a layer is replaced. The kernel's own default is 500. */
    private static final int QUEUE_PACKETS = 2000;

    private static final String TYPE = "linux";

    private final String device;
    private final int offloads;
    private final KeptAdapters kept;

    /** Of a bundle that stands alone: adapters are not kept when they are left. */
    public LinuxTunAdapterProvider() {
        this(Handover.none());
    }

    @Activate
    public LinuxTunAdapterProvider(@Reference Handover handover) {
        this("/dev/net/tun", CSUM_AND_TSO4, handover);
    }

    /** @param device the path of the TUN device */
    LinuxTunAdapterProvider(String device) {
        this(device, CSUM_AND_TSO4);
    }

    /** @param offloads what the kernel is asked for where offload is wanted: bits of TUNSETOFFLOAD */
    LinuxTunAdapterProvider(String device, int offloads) {
        this(device, offloads, Handover.none());
    }

    private LinuxTunAdapterProvider(String device, int offloads, Handover handover) {
        this.device = device;
        this.offloads = offloads;
        this.kept = new KeptAdapters(handover, TYPE);
    }

    @Override
    public String type() {
        return TYPE;
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
        Map<?, ?> left = kept.take(settings).orElse(null);
        if (left != null) {
            return goOn(left, settings);
        }
        AddressOwner.requireNone(settings.network().address());
        try {
            return start(TunDevice.create(device, settings.name(), settings.offload() ? offloads : 0), settings);
        } catch (LinkageError e) {
            throw new TunAdapterException("the native part of JNA can't be loaded (" + e.getMessage() + "): it is unpacked into a"
                    + " temporary directory, which must not be mounted noexec; set another one with -Djna.tmpdir", e);
        }
    }

    /** With the interface that was left: it has its name, address and MTU already. */
    private TunAdapter goOn(Map<?, ?> left, TunAdapterSettings wanted) throws TunAdapterException {
        Descriptor descriptor = new Descriptor((Integer) left.get("descriptor"));
        TunDevice going = new TunDevice(descriptor, (String) left.get("name"), (Boolean) left.get("offload"));
        try {
            List<byte[]> waiting = ((List<?>) left.get("waiting")).stream().map(byte[].class::cast).toList();
            TunAdapter adapter = adapter(going, settings(going, wanted), wanted, waiting);
            LOG.info("adapter {}: goes on", going.name());
            return adapter;
        } catch (TunAdapterException | RuntimeException | Error e) {
            going.close();
            throw e;
        }
    }

    private void leave(TunDevice left, TunAdapterSettings wanted, List<byte[]> waiting) {
        kept.leave(wanted, Map.of("descriptor", left.descriptor().number(), "name", left.name(), "offload", left.offload(), "waiting", waiting),
                left.descriptor().closer());
    }

    /** Those in force. */
    private static TunAdapterSettings settings(TunDevice device, TunAdapterSettings wanted) {
        return new TunAdapterSettings(device.name(), wanted.network(), wanted.mtu(), device.offload());
    }

    private TunAdapter start(TunDevice device, TunAdapterSettings wanted) throws TunAdapterException {
        TunAdapterSettings settings = settings(device, wanted);
        try {
            configure(settings);
            TunAdapter adapter = adapter(device, settings, wanted, List.of());
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
            if (!setup.queue(QUEUE_PACKETS)) {
                LOG.info("adapter {}: its queue in the kernel stays as it is; in a user namespace nobody may make it longer", settings.name());
            }
            setup.address(settings.network());
            setup.up();
        }
    }

    /**
     * @param device  of an interface that is set up; belongs to the adapter from now on
     * @param wanted  what it is left under
     * @param waiting packets that were read from it already
     */
    private TunAdapter adapter(TunDevice device, TunAdapterSettings settings, TunAdapterSettings wanted, List<byte[]> waiting)
            throws TunAdapterException {
        int descriptor = device.descriptor().number();
        if (device.offload()) {
            OffloadSession session = new OffloadSession(device, settings.mtu(), waiting, (left, read) -> leave(left, wanted, read));
            return new OpenTunAdapter(settings, session, new PollWait(descriptor, session::hasNext));
        }
        PollWait wait = new PollWait(descriptor, () -> false);
        return new OpenTunAdapter(settings, new LinuxSession(device, left -> leave(left, wanted, List.of())), wait);
    }
}
