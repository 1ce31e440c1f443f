package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Windows machine of fakes, on which WinTun adapters are opened. */
final class WintunFixture {

    /** An address of TEST-NET-1 (RFC 5737), which no machine has. */
    static final TunAdapterSettings SETTINGS = new TunAdapterSettings("vpn0", Ipv4Network.parse("192.0.2.10/24"), 1400);

    /** Every breach of the contracts of wintun.dll and kernel32.dll. */
    final List<String> violations = new CopyOnWriteArrayList<>();
    final FakeKernel32 kernel32 = new FakeKernel32(violations);
    final FakeWintun wintun = new FakeWintun(kernel32, violations);
    final FakeIpHelper ipHelper = new FakeIpHelper();
    final List<String> commands = new CopyOnWriteArrayList<>();

    TunAdapter open() throws TunAdapterException {
        return open(SETTINGS, RingCapacity.DEFAULT, command -> commands.add(String.join(" ", command)));
    }

    TunAdapter open(TunAdapterSettings settings, int capacity, CommandRunner runner) throws TunAdapterException {
        return new WintunOpener(new WindowsLibraries(wintun, kernel32, ipHelper), new Netsh("netsh.exe", runner), capacity)
                .open(settings);
    }
}
