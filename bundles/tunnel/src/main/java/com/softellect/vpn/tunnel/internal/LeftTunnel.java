package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.surroundings.PushedSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one version of the tunnel leaves for the next: that it is to be connected, and its session. The session's id is a secret, so nothing of it
 * outlives the process. The layout's version is in the manifest too, see docs/upgrade.md.
 *
 * @param clientId    whose session it is
 * @param terms       of the session; null if there was none
 * @param waiting     what waits to be sent over it
 * @param connections how often it was connected
 * @param resumes     how often of these a session went on
 * @param hosts       addresses of gateways' hosts: the next version may not be able to ask for them
 */
record LeftTunnel(String clientId, Terms terms, Batch waiting, long connections, long resumes, Map<String, List<InetAddress>> hosts) {

    static final int VERSION = 1;

    HandoverState state() {
        Map<String, Object> values = new HashMap<>();
        values.put("client", clientId);
        values.put("connections", connections);
        values.put("resumes", resumes);
        values.put("hosts", hosts.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                host -> host.getValue().stream().map(InetAddress::getAddress).toList())));
        if (terms != null) {
            values.put("session", terms.sessionId());
            values.put("limits", List.of(terms.maxBatchPackets(), terms.maxBatchBytes(), terms.polls(), terms.sends()));
            values.put("superPackets", terms.superPackets());
            values.put("adapter", terms.adapter().name());
            values.put("network", terms.adapter().network().toString());
            values.put("mtu", terms.adapter().mtu());
            values.put("offload", terms.adapter().offload());
            values.put("routes", terms.pushed().routes().stream().map(Ipv4Network::toString).toList());
            values.put("dnsServers", terms.pushed().dnsServers());
            values.put("dnsDomains", terms.pushed().dnsDomains());
            values.put("sequence", waiting.sequence());
            values.put("packets", waiting.packets());
        }
        return new HandoverState(VERSION, Map.of(), values, null);
    }

    /** @throws RuntimeException if that is no state of this version */
    static LeftTunnel of(HandoverState state) {
        Map<String, Object> values = state.passing();
        String clientId = (String) values.get("client");
        long connections = (Long) values.get("connections");
        long resumes = (Long) values.get("resumes");
        Map<String, List<InetAddress>> hosts = new HashMap<>();
        ((Map<?, ?>) values.getOrDefault("hosts", Map.of())).forEach((host, addresses) ->
                hosts.put((String) host, ((List<?>) addresses).stream().map(address -> address((byte[]) address)).toList()));
        if (!values.containsKey("session")) {
            return new LeftTunnel(clientId, null, null, connections, resumes, hosts);
        }
        TunAdapterSettings adapter = new TunAdapterSettings((String) values.get("adapter"), Ipv4Network.parse((String) values.get("network")),
                (Integer) values.get("mtu"), (Boolean) values.get("offload"));
        List<Integer> limits = ((List<?>) values.get("limits")).stream().map(Integer.class::cast).toList();
        Terms terms = new Terms((String) values.get("session"), adapter, limits.get(0), limits.get(1), limits.get(2), limits.get(3),
                (Boolean) values.get("superPackets"),
                new PushedSettings(texts(values, "routes").stream().map(Ipv4Network::parse).toList(), texts(values, "dnsServers"), texts(values, "dnsDomains")));
        Batch waiting = new Batch((Long) values.get("sequence"), ((List<?>) values.get("packets")).stream().map(byte[].class::cast).toList());
        return new LeftTunnel(clientId, terms, waiting, connections, resumes, hosts);
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + bytes.length + " bytes", e);
        }
    }

    /** The first release left none. */
    private static List<String> texts(Map<String, Object> values, String key) {
        return ((List<?>) values.getOrDefault(key, List.of())).stream().map(String.class::cast).toList();
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "LeftTunnel[" + clientId + "]";
    }
}
