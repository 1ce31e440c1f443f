package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.PushedSettings;
import com.softellect.vpn.api.surroundings.TunnelLink;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Windows machine of fakes: on a cable and on a radio network, with the tunnel's adapter or without. */
final class WindowsMachine {

    static final long TUNNEL = 0x35000000000000L;

    static final TunnelLink LINK = link(List.of(), List.of(), List.of());

    /** Those that the system itself has. */
    static final List<String> OWN_ROUTES = List.of(
            "0.0.0.0/0 via 192.168.1.1 dev Ethernet metric 0 protocol 3",
            "0.0.0.0/0 via 172.16.0.1 dev Wi-Fi metric 0 protocol 3",
            "127.0.0.0/8 via 0.0.0.0 dev Loopback metric 256 protocol 2",
            "192.168.1.0/24 via 0.0.0.0 dev Ethernet metric 256 protocol 2");

    final FakeEvents events = new FakeEvents();
    final FakeIpHelper ipHelper = new FakeIpHelper(events);
    final FakeFiltering filtering = new FakeFiltering();
    final FakeRegistry registry = new FakeRegistry();
    final Recorder commands = new Recorder();
    final HostSystem host = host();

    WindowsMachine() {
        ipHelper.plugIn("Loopback", 0x18000000000000L, 75, true, "127.0.0.1");
        ipHelper.plugIn("Ethernet", 0x6008001000000L, 25, true, "192.168.1.7");
        ipHelper.plugIn("Wi-Fi", 0x47008001000000L, 45, true, "172.16.0.9");
        OWN_ROUTES.forEach(ipHelper::route);
    }

    /** As another process, or the next version, would see it. */
    HostSystem host() {
        return HostSystem.windows(new HostSystem.WindowsLibraries(ipHelper, filtering, registry, events), commands, "C:\\");
    }

    void addTunnel(long luid) {
        ipHelper.plugIn("vpnc0", luid, 5, true, "10.66.77.2");
    }

    /** The routes that the system did not have by itself, in their order. */
    List<String> addedRoutes() {
        List<String> added = new ArrayList<>(ipHelper.routes());
        added.removeAll(OWN_ROUTES);
        return added;
    }

    static SurroundingsSettings settings(Map<String, Object> values) {
        return (SurroundingsSettings) Proxy.newProxyInstance(SurroundingsSettings.class.getClassLoader(), new Class<?>[] {SurroundingsSettings.class},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    static Approach gateway(String... addresses) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return new Approach("vpn.example", all, 8443, "vpnc0");
    }

    static TunnelLink link(List<String> routes, List<String> servers, List<String> domains) {
        return new TunnelLink("vpnc0", Ipv4Network.parse("10.66.77.2/24"),
                new PushedSettings(routes.stream().map(Ipv4Network::parse).toList(), servers, domains));
    }
}
