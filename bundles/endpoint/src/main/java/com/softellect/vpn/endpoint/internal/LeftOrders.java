package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.datapath.BatchOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The orders of batches between two versions of the endpoint, and how they are written into the handover: the numbers that are expected outlive the
 * process, batches that wait behind a missing one do not. The layout's version is in the manifest too, see docs/upgrade.md. Stateless.
 */
final class LeftOrders {

    static final int VERSION = 1;

    private LeftOrders() {
    }

    /** What a session is known by to the endpoint's next version. A registry that begins anew also numbers its sessions anew. */
    static String key(Session session) {
        return session.number() + "@" + session.openedAt().toEpochMilli();
    }

    static HandoverState state(Map<String, BatchOrder.Rest> rests) {
        Map<String, Object> lasting = new HashMap<>();
        Map<String, Object> passing = new HashMap<>();
        rests.forEach((key, rest) -> {
            lasting.put(key, rest.expected());
            passing.put(key, rest.held().stream().map(batch -> Map.of("sequence", batch.sequence(), "packets", batch.packets())).toList());
        });
        return new HandoverState(VERSION, lasting, passing, null);
    }

    /** @throws RuntimeException if that is no state of this version */
    static Map<String, BatchOrder.Rest> of(HandoverState state) {
        Map<String, BatchOrder.Rest> rests = new HashMap<>();
        state.lasting().forEach((key, expected) -> rests.put(key, new BatchOrder.Rest((Long) expected, held(state.passing().get(key)))));
        return rests;
    }

    private static List<Batch> held(Object batches) {
        return batches == null ? List.of() : ((List<?>) batches).stream().map(one -> batch((Map<?, ?>) one)).toList();
    }

    private static Batch batch(Map<?, ?> values) {
        return new Batch((Long) values.get("sequence"), ((List<?>) values.get("packets")).stream().map(byte[].class::cast).toList());
    }
}
