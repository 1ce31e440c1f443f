package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.datapath.system.NativeBuffer;

/**
 * Opens WinTun adapters: creates the adapter, starts its session (which brings the link up), sets address and MTU. Undoes in
 * the opposite order what was done before a step that fails.
 *
 * <p>Threads: any.
 */
final class WintunOpener {

    private static final String TUNNEL_TYPE = "Softellect VPN";

    private final WintunLibrary wintun;
    private final Kernel32Library kernel32;
    private final WindowsInterfaceNames names;
    private final Netsh netsh;
    private final int capacity;

    /** @param capacity bytes of each ring; see {@link RingCapacity} */
    WintunOpener(WindowsLibraries libraries, Netsh netsh, int capacity) {
        this.wintun = libraries.wintun();
        this.kernel32 = libraries.kernel32();
        this.names = new WindowsInterfaceNames(wintun, libraries.ipHelper());
        this.netsh = netsh;
        this.capacity = capacity;
    }

    TunAdapter open(TunAdapterSettings wanted) throws TunAdapterException {
        RingCapacity.check(capacity);
        AddressOwner.requireNone(wanted.network().address());
        names.requireFree(wanted.name());
        long adapter = create(wanted.name());
        try {
            return start(adapter, new TunAdapterSettings(names.nameOf(adapter), wanted.network(), wanted.mtu()));
        } catch (TunAdapterException | RuntimeException | Error e) {
            wintun.closeAdapter(adapter);
            throw e;
        }
    }

    private long create(String name) throws TunAdapterException {
        try (NativeBuffer wideName = WideString.of(name);
                NativeBuffer type = WideString.of(TUNNEL_TYPE);
                NativeBuffer guid = AdapterGuid.of(name)) {
            long adapter = wintun.createAdapter(wideName.address(), type.address(), guid.address());
            if (adapter == 0) {
                throw WintunErrors.creating(name, wintun.lastError());
            }
            return adapter;
        }
    }

    private TunAdapter start(long adapter, TunAdapterSettings settings) throws TunAdapterException {
        long session = wintun.startSession(adapter, capacity);
        if (session == 0) {
            throw WintunErrors.startingSession(settings.name(), capacity, wintun.lastError());
        }
        try {
            netsh.setAddress(settings.name(), settings.network());
            netsh.setMtu(settings.name(), settings.mtu());
            return adapter(adapter, session, settings);
        } catch (TunAdapterException | RuntimeException | Error e) {
            wintun.endSession(session);
            throw e;
        }
    }

    private TunAdapter adapter(long adapter, long session, TunAdapterSettings settings) throws TunAdapterException {
        WintunSession packets = new WintunSession(wintun, adapter, session, settings.name());
        EventWait wait = new EventWait(kernel32, wintun.getReadWaitEvent(session), packets::wasFoundEmpty);
        return new OpenTunAdapter(settings, packets, wait);
    }
}
