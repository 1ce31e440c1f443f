package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.datapath.system.NetlinkMonitor;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The system that this client runs on: how it is asked and told. What it is told is decided in {@link SystemSurroundings}, the same for all of them. Nothing of it is
 * loaded or run before it is used.
 *
 * @param routes     its routes
 * @param killSwitch what keeps packets back
 * @param names      whom it asks for names
 * @param possible   what of the settings it can do
 * @param isKnown    whether an earlier process may have changed it
 * @param changes    how it tells of changes of the network
 */
record HostSystem(Routes routes, KillSwitch killSwitch, Names names, UnaryOperator<Rules> possible, boolean isKnown, NetworkChanges changes) {

    /** How long a program of the system may take, in milliseconds. */
    private static final long PATIENCE_MILLIS = 5000;

    private static final int NETLINK_ROUTE = 0;

    /** Of network interfaces, addresses and routes: RTMGRP_LINK, _IPV4_IFADDR, _IPV4_ROUTE, _IPV6_IFADDR, _IPV6_ROUTE. */
    private static final int CHANGES = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;

    /**
     * The one that this process runs on.
     *
     * @param name    as Java names it
     * @param is64Bit whether the process is; the layouts of Windows that are known here are those
     */
    static HostSystem named(String name, boolean is64Bit) {
        if (name.startsWith("Windows") && is64Bit) {
            Charset ofPrograms = Charset.forName(System.getProperty("native.encoding", "UTF-8"));
            return windows(new WindowsLibraries(new SystemDll("iphlpapi"), new SystemDll("fwpuclnt"), new SystemDll("advapi32"), new SystemDll("kernel32")),
                    new ProcessRunner(PATIENCE_MILLIS, ofPrograms), System.getenv().getOrDefault("SystemRoot", "C:\\Windows") + "\\System32\\");
        }
        CommandRunner commands = new ProcessRunner(PATIENCE_MILLIS);
        return name.equals("Linux") ? linux(commands, Path.of("/")) : unknown(commands);
    }

    /** @param root the folder that the system's files are below */
    static HostSystem linux(CommandRunner commands, Path root) {
        return new HostSystem(new IpRoutes(commands), new NftKillSwitch(commands), new Names(commands, root), UnaryOperator.identity(), true, HostSystem::netlink);
    }

    private static Runnable netlink(String threadName, Runnable listener) {
        NetlinkMonitor monitor = NetlinkMonitor.start(threadName, NETLINK_ROUTE, CHANGES, (messages, length) -> listener.run());
        return monitor == null ? () -> { } : monitor::close;
    }

    /** @param programs the folder of Windows's own programs with a backslash behind, so that none from the search path is run with our rights */
    static HostSystem windows(WindowsLibraries dlls, CommandRunner commands, String programs) {
        WindowsNetwork network = new WindowsNetwork(dlls.ipHelper());
        return new HostSystem(new WindowsRoutes(network, dlls.filtering()), new WfpKillSwitch(network, dlls.filtering()),
                new Names(List.of(new NamePolicy(new Registry(dlls.advapi()), commands, programs))), Rules::withoutMtu, true,
                (threadName, listener) -> AddressChanges.start(dlls.ipHelper(), dlls.kernel32(), threadName, listener)::close);
    }

    /** What of Windows is called: iphlpapi, fwpuclnt, advapi32, kernel32. */
    record WindowsLibraries(Dll ipHelper, Dll filtering, Dll advapi, Dll kernel32) {
    }

    /** One that is left as it is: what would change it is refused with the settings. */
    private static HostSystem unknown(CommandRunner commands) {
        return new HostSystem(new IpRoutes(commands), new NftKillSwitch(commands), new Names(List.of()), Rules::elsewhere, false, (threadName, listener) -> () -> { });
    }
}
