package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.router.PacketRouter;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.datapath.BatchOrder;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** The order of the batches of each session, from the wire to the packet router. Thread-safe. */
final class SessionOrders {

    private final PacketRouter router;
    private final Counters counters;
    private final ScheduledExecutorService scheduler;
    private final Map<Session, BatchOrder> orders = new ConcurrentHashMap<>();

    /** What the version before has left, by {@link LeftOrders#key}; taken when the session's first batch comes. */
    private final Map<String, BatchOrder.Rest> left = new ConcurrentHashMap<>();

    SessionOrders(PacketRouter router, Counters counters, ScheduledExecutorService scheduler) {
        this.router = router;
        this.counters = counters;
        this.scheduler = scheduler;
    }

    /** Goes on with the orders of a version before, once their sessions' batches come. */
    void goOn(Map<String, BatchOrder.Rest> rests) {
        left.putAll(rests);
    }

    /** Ends the orders, and leaves those of the sessions that are live. */
    Map<String, BatchOrder.Rest> leave() {
        Map<String, BatchOrder.Rest> rests = new HashMap<>(left);
        orders.forEach((session, order) -> rests.put(LeftOrders.key(session), order.leave()));
        orders.clear();
        return rests;
    }

    void accept(Session session, Batch batch) {
        orders.computeIfAbsent(session, this::newOrder).accept(batch);
    }

    private BatchOrder newOrder(Session session) {
        BatchOrder order = new BatchOrder(packets -> router.route(session, packets), late -> counters.drop(DropReason.LATE, late), scheduler);
        BatchOrder.Rest rest = left.remove(LeftOrders.key(session));
        if (rest != null) {
            order.goOn(rest);
        }
        return order;
    }

    /** Lets go of the sessions that have ended. Called when one is opened, so that there are never many. */
    void forgetEnded() {
        for (Iterator<Map.Entry<Session, BatchOrder>> i = orders.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<Session, BatchOrder> entry = i.next();
            if (!entry.getKey().isLive()) {
                entry.getValue().close();
                i.remove();
            }
        }
    }

    int size() {
        return orders.size();
    }
}
