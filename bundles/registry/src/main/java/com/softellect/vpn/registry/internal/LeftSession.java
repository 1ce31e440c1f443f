package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Quota;
import com.softellect.vpn.api.policy.Rule;
import com.softellect.vpn.api.session.SessionTraffic;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A session between two versions of the registry, and how it is written into the handover: {@link #lasting} is what also outlives the process.
 *
 * @param nextSequence the number of the next packet that the client takes
 * @param idleMillis   since the client's last call; after a restart of the process 0, since the client could not call meanwhile
 * @param queued       the packets that wait for it; after a restart of the process none
 */
record LeftSession(SessionId id, long number, String clientId, int address, Instant openedAt, boolean clientToClient, Policy policy,
        boolean superPackets, SessionTraffic traffic, long nextSequence, long idleMillis, List<byte[]> queued) {

    Map<String, Object> lasting() {
        Map<String, Object> values = new HashMap<>();
        values.put("id", id.hash());
        values.put("number", number);
        values.put("client", clientId);
        values.put("address", address);
        values.put("opened", openedAt);
        values.put("clientToClient", clientToClient);
        if (policy.allowed() != null) {
            values.put("allow", policy.allowed().stream().map(Rule::toString).toList());
        }
        values.put("limitUp", policy.upBitsPerSecond());
        values.put("limitDown", policy.downBitsPerSecond());
        if (policy.quota() != null) {
            values.put("quotaBytes", policy.quota().bytes());
            values.put("quotaPeriod", policy.quota().period().toString());
        }
        values.put("superPackets", superPackets);
        values.put("traffic", List.of(traffic.packetsUp(), traffic.bytesUp(), traffic.packetsDown(), traffic.bytesDown(), traffic.dropped()));
        values.put("next", nextSequence);
        return values;
    }

    Map<String, Object> passing() {
        return Map.of("idle", idleMillis, "queued", queued);
    }

    /** @param passing null after a restart of the process */
    static LeftSession of(Map<?, ?> lasting, Map<?, ?> passing) {
        List<?> traffic = (List<?>) lasting.get("traffic");
        return new LeftSession(SessionId.ofHash((byte[]) lasting.get("id")), (Long) lasting.get("number"), (String) lasting.get("client"),
                (Integer) lasting.get("address"), (Instant) lasting.get("opened"), (Boolean) lasting.get("clientToClient"), policy(lasting),
                (Boolean) lasting.get("superPackets"), new SessionTraffic((Long) traffic.get(0), (Long) traffic.get(1), (Long) traffic.get(2), (Long) traffic.get(3), (Long) traffic.get(4)),
                (Long) lasting.get("next"), passing == null ? 0 : (Long) passing.get("idle"),
                passing == null ? List.of() : ((List<?>) passing.get("queued")).stream().map(byte[].class::cast).toList());
    }

    private static Policy policy(Map<?, ?> lasting) {
        List<?> allowed = (List<?>) lasting.get("allow");
        return new Policy(allowed == null ? null : allowed.stream().map(rule -> Rule.parse((String) rule)).toList(), limit(lasting, "limitUp"),
                limit(lasting, "limitDown"), quota(lasting));
    }

    private static Quota quota(Map<?, ?> lasting) {
        Object bytes = lasting.get("quotaBytes");
        return bytes == null ? null : new Quota((Long) bytes, Quota.Period.parse((String) lasting.get("quotaPeriod")));
    }

    /** Versions before this one knew none. */
    private static long limit(Map<?, ?> lasting, String name) {
        Object limit = lasting.get(name);
        return limit == null ? 0 : (Long) limit;
    }
}
