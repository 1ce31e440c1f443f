package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import com.softellect.vpn.surroundings.internal.Filter.Layer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kill switch of Windows: filters that ask before a connection is made or taken (ALE layers; those that there are already are asked again), and before something
 * is forwarded. Windows knows an adapter by a number that each new one has anew: it is let through when it is there.
 *
 * <p>Threads: guarded by its owner.
 */
final class WfpKillSwitch implements KillSwitch {

    /** Marks the filter that lets the gateway be reached, and says its host and address: see {@link #lastKnown}. */
    private static final String GATEWAY = "gateway ";

    private static final int LOCAL_NETWORKS = 8;

    /** Over the local networks. */
    private static final int DNS = 10;

    private static final List<Layer> CONNECT = List.of(Layer.CONNECT_V4, Layer.CONNECT_V6);
    private static final List<Layer> CONNECT_AND_ACCEPT = List.of(Layer.CONNECT_V4, Layer.ACCEPT_V4, Layer.CONNECT_V6, Layer.ACCEPT_V6);

    private static final Logger LOG = LoggerFactory.getLogger(WfpKillSwitch.class);

    private final WindowsNetwork network;
    private final FilterSet filters;

    WfpKillSwitch(WindowsNetwork network, Dll filtering) {
        this.network = network;
        this.filters = new FilterSet(filtering, UUID.fromString("0f6b2a4d-93a1-4cf5-8d5e-71c0e35d6000"), "Softellect VPN, kill switch");
    }

    @Override
    public void close(Approach approach, List<Ipv4Network> localNetworks) throws SurroundingsException {
        List<Filter> all = new ArrayList<>();
        approach.addresses().forEach(address -> all.add(Filter.permit(GATEWAY + approach.host() + " " + address.getHostAddress(),
                address instanceof Inet4Address ? Layer.CONNECT_V4 : Layer.CONNECT_V6, Condition.connectionTo(address, approach.port()))));
        CONNECT_AND_ACCEPT.forEach(layer -> all.add(Filter.permit("loopback", layer, List.of(Condition.loopback()))));
        network.luid(approach.adapterName()).ifPresent(luid -> all.addAll(adapter(luid)));
        all.addAll(withoutWhichTheNetworkGoes());
        CONNECT.forEach(layer -> all.add(Filter.block("DNS", layer, List.of(Condition.protocol(Condition.TCP), Condition.protocol(Condition.UDP),
                Condition.remotePort(53), Condition.remotePort(853))).withWeight(DNS)));
        if (!localNetworks.isEmpty()) {
            all.addAll(local(localNetworks));
        }
        for (Layer layer : Layer.values()) {
            all.add(Filter.block("all else", layer, List.of()));
        }
        filters.replace(all);
    }

    private static List<Filter> adapter(long luid) {
        List<Filter> all = new ArrayList<>();
        List<Condition> through = List.of(Condition.through(Condition.LOCAL_INTERFACE, luid));
        CONNECT_AND_ACCEPT.forEach(layer -> all.add(Filter.permit("the tunnel", layer, through)));
        all.add(Filter.permit("forwarded from the tunnel", Layer.FORWARD_V4, through));
        all.add(Filter.permit("forwarded into the tunnel", Layer.FORWARD_V4, List.of(Condition.through(Condition.FORWARD_INTERFACE, luid))));
        return all;
    }

    /** DHCP, and of neighbour discovery what hosts send (133, 135, 136) and what they are told (134, 135, 136). */
    private static List<Filter> withoutWhichTheNetworkGoes() {
        List<Filter> all = new ArrayList<>();
        for (Layer layer : CONNECT_AND_ACCEPT) {
            boolean ipv4 = layer == Layer.CONNECT_V4 || layer == Layer.ACCEPT_V4;
            all.add(Filter.permit("DHCP", layer, List.of(Condition.protocol(Condition.UDP), Condition.localPort(ipv4 ? 68 : 546), Condition.remotePort(ipv4 ? 67 : 547))));
        }
        all.add(Filter.permit("neighbour discovery", Layer.CONNECT_V6, neighbourDiscovery(133)));
        all.add(Filter.permit("neighbour discovery", Layer.ACCEPT_V6, neighbourDiscovery(134)));
        return all;
    }

    private static List<Condition> neighbourDiscovery(int routers) {
        return List.of(Condition.protocol(Condition.ICMPV6), Condition.icmpType(routers), Condition.icmpType(135), Condition.icmpType(136));
    }

    private static List<Filter> local(List<Ipv4Network> networks) {
        List<Condition> remote = networks.stream().map(one -> Condition.inNetwork(Condition.REMOTE_ADDRESS, one)).toList();
        List<Condition> destination = networks.stream().map(one -> Condition.inNetwork(Condition.DESTINATION_ADDRESS, one)).toList();
        return List.of(Filter.permit("local networks", Layer.CONNECT_V4, remote).withWeight(LOCAL_NETWORKS),
                Filter.permit("local networks", Layer.ACCEPT_V4, remote).withWeight(LOCAL_NETWORKS),
                Filter.permit("forwarded to local networks", Layer.FORWARD_V4, destination).withWeight(LOCAL_NETWORKS));
    }

    @Override
    public void admitAdapter(Approach approach, List<Ipv4Network> localNetworks) throws SurroundingsException {
        close(approach, localNetworks);
    }

    @Override
    public boolean isClosed() {
        return !descriptions().isEmpty();
    }

    private List<String> descriptions() {
        try {
            return filters.descriptions();
        } catch (SurroundingsException e) {
            LOG.debug("no kill switch is closed", e);
            return List.of();
        }
    }

    @Override
    public List<InetAddress> lastKnown(String host) {
        String before = GATEWAY + host + " ";
        return descriptions().stream().filter(one -> one.startsWith(before)).map(one -> KillSwitch.literal(one.substring(before.length()))).toList();
    }

    @Override
    public void open() throws SurroundingsException {
        filters.clear();
    }

    @Override
    public String byHand() {
        return "start Windows again";
    }
}
