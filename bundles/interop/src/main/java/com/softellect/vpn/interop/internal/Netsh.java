package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets address and MTU of a Windows network interface with netsh.
 *
 * <p>Threads: any.
 */
final class Netsh {

    private final String executable;
    private final CommandRunner runner;

    /** @param executable the absolute path of netsh.exe, so that none from the search path is run with our rights */
    Netsh(String executable, CommandRunner runner) {
        this.executable = executable;
        this.runner = runner;
    }

    /** A fixed address instead of DHCP, without a default gateway. */
    void setAddress(String name, Ipv4Network network) throws TunAdapterException {
        ipv4("set", "address", "name=" + name, "source=static", "address=" + Ipv4Network.format(network.address()),
                "mask=" + Ipv4Network.format(network.netmask()), "gateway=none");
    }

    /** @param mtu bytes; forgotten with the interface */
    void setMtu(String name, int mtu) throws TunAdapterException {
        ipv4("set", "subinterface", "interface=" + name, "mtu=" + mtu, "store=active");
    }

    private void ipv4(String... arguments) throws TunAdapterException {
        List<String> command = new ArrayList<>(List.of(executable, "interface", "ipv4"));
        command.addAll(List.of(arguments));
        runner.run(command);
    }
}
