package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.EndReason;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one version of the registry leaves for the next. The layout's version is in the manifest too, see docs/upgrade.md.
 *
 * @param network  that the sessions' addresses are of
 * @param last     the last session's number
 * @param sessions that are live
 * @param ended    why others ended, oldest first
 */
record LeftRegistry(Ipv4Network network, int mtu, long last, List<LeftSession> sessions, Map<SessionId, EndReason> ended) {

    static final int VERSION = 2;

    /** The first one knew no policies. */
    static final Set<Integer> KNOWN_VERSIONS = Set.of(1, VERSION);

    /** It in all layouts that it is left in, the best first. */
    List<HandoverState> layouts() {
        Map<String, Object> passing = new HashMap<>();
        sessions.forEach(session -> passing.put(Long.toString(session.number()), session.passing()));
        return List.of(new HandoverState(VERSION, Map.of("network", network.toString(), "mtu", mtu, "last", last,
                "sessions", sessions.stream().map(LeftSession::lasting).toList(),
                "ended", ended.entrySet().stream().map(one -> Map.of("id", one.getKey().hash(), "reason", one.getValue().name())).toList()),
                passing, null));
    }

    /** @throws RuntimeException if that is no state of a version that is known */
    static LeftRegistry of(HandoverState state) {
        Map<String, Object> lasting = state.lasting();
        List<LeftSession> sessions = list(lasting, "sessions").stream()
                .map(one -> LeftSession.of(one, (Map<?, ?>) state.passing().get(one.get("number").toString()))).toList();
        Map<SessionId, EndReason> ended = new LinkedHashMap<>();
        list(lasting, "ended").forEach(one -> ended.put(SessionId.ofHash((byte[]) one.get("id")), EndReason.valueOf((String) one.get("reason"))));
        return new LeftRegistry(Ipv4Network.parse((String) lasting.get("network")), (Integer) lasting.get("mtu"), (Long) lasting.get("last"),
                sessions, ended);
    }

    private static List<Map<?, ?>> list(Map<String, Object> values, String key) {
        return ((List<?>) values.get(key)).stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList();
    }
}
