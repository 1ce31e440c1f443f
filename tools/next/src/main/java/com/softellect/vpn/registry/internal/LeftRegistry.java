package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.EndReason;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a later version of the registry leaves: layout 3, where what belongs together has other names and other forms. It understands layout 2
 * too, and leaves that beside its own, for the way back.
 */
record LeftRegistry(Ipv4Network network, int mtu, long last, List<LeftSession> sessions, Map<SessionId, EndReason> ended) {

    static final Set<Integer> KNOWN_VERSIONS = Set.of(2, 3);

    private static final int BEFORE = 2;
    private static final int VERSION = 3;

    List<HandoverState> layouts() {
        return List.of(new HandoverState(VERSION, lasting(), packets(), null), before());
    }

    private Map<String, Object> lasting() {
        Map<String, Object> byNumber = new HashMap<>();
        sessions.forEach(session -> byNumber.put(Long.toString(session.number()), session.lasting()));
        Map<String, Object> reasons = new LinkedHashMap<>();
        ended.forEach((id, reason) -> reasons.put(Integer.toString(reasons.size()), List.of(id.hash(), reason.name())));
        return Map.of("terms", List.of(network.toString(), mtu), "newest", last, "live", byNumber, "gone", reasons);
    }

    private Map<String, Object> packets() {
        return Map.of("of", sessions.stream().collect(Collectors.toMap(session -> Long.toString(session.number()), LeftSession::passing)));
    }

    private HandoverState before() {
        Map<String, Object> passing = new HashMap<>();
        sessions.forEach(session -> passing.put(Long.toString(session.number()), session.passing()));
        return new HandoverState(BEFORE, Map.of("network", network.toString(), "mtu", mtu, "last", last,
                "sessions", sessions.stream().map(LeftSession::lasting).toList(),
                "ended", ended.entrySet().stream().map(one -> Map.of("id", one.getKey().hash(), "reason", one.getValue().name())).toList()),
                passing, null);
    }

    static LeftRegistry of(HandoverState state) {
        return state.version() == BEFORE ? ofBefore(state.lasting(), state.passing()) : ofNow(state.lasting(), map(state.passing().get("of")));
    }

    private static LeftRegistry ofBefore(Map<String, Object> lasting, Map<String, Object> passing) {
        Map<SessionId, EndReason> ended = new LinkedHashMap<>();
        for (Object one : (List<?>) lasting.get("ended")) {
            ended.put(SessionId.ofHash((byte[]) map(one).get("id")), EndReason.valueOf((String) map(one).get("reason")));
        }
        List<LeftSession> sessions = ((List<?>) lasting.get("sessions")).stream().map(LeftRegistry::map)
                .map(one -> LeftSession.of(one, map(passing.get(one.get("number").toString())))).toList();
        return new LeftRegistry(Ipv4Network.parse((String) lasting.get("network")), (Integer) lasting.get("mtu"), (Long) lasting.get("last"),
                sessions, ended);
    }

    private static LeftRegistry ofNow(Map<String, Object> lasting, Map<?, ?> packets) {
        Map<SessionId, EndReason> ended = new LinkedHashMap<>();
        Map<?, ?> gone = map(lasting.get("gone"));
        for (int i = 0; i < gone.size(); i++) {
            List<?> one = (List<?>) gone.get(Integer.toString(i));
            ended.put(SessionId.ofHash((byte[]) one.get(0)), EndReason.valueOf((String) one.get(1)));
        }
        List<LeftSession> sessions = map(lasting.get("live")).entrySet().stream()
                .map(one -> LeftSession.of(map(one.getValue()), packets == null ? null : map(packets.get(one.getKey())))).toList();
        List<?> terms = (List<?>) lasting.get("terms");
        return new LeftRegistry(Ipv4Network.parse((String) terms.get(0)), (Integer) terms.get(1), (Long) lasting.get("newest"), sessions, ended);
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }
}
