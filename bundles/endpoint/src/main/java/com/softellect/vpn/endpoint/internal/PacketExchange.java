package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.util.function.Consumer;

/** What both ways of a call, CXF's and the {@link ShortWay}, do with sessions and packets. Thread-safe; no method blocks. */
final class PacketExchange {

    private final SessionRegistry registry;
    private final SessionOrders orders;
    private final LongPoll longPoll;
    private final Counters counters;

    PacketExchange(SessionRegistry registry, SessionOrders orders, LongPoll longPoll, Counters counters) {
        this.registry = registry;
        this.orders = orders;
        this.longPoll = longPoll;
        this.counters = counters;
    }

    /** The live session of that id, or null. Does not count as a call. */
    Session find(String sessionId) {
        return registry.find(sessionId);
    }

    /** The live session of a client that has just called, or null. */
    Session live(String sessionId) {
        Session session = registry.find(sessionId);
        if (session != null) {
            session.touch();
        }
        return session;
    }

    /** Why the session of that id is not live. */
    SessionEnd end(String sessionId) {
        return new SessionEnd(registry.endReason(sessionId));
    }

    /** @param bytes of the batch's packets, as {@link Limits#check} found them */
    void fromClient(Session session, Batch batch, long bytes) {
        session.countFromClient(batch.packets().size(), bytes);
        batch.packets().forEach(p -> counters.in(p.length));
        orders.accept(session, batch);
    }

    Batch takeNow(Session session) {
        return counted(longPoll.takeNow(session));
    }

    /** See {@link LongPoll#park}. */
    Poll park(Session session, Consumer<Poll> resume) {
        return longPoll.park(session, resume);
    }

    Batch finish(Poll poll) {
        return counted(longPoll.finish(poll));
    }

    private Batch counted(Batch batch) {
        batch.packets().forEach(p -> counters.out(p.length));
        return batch;
    }

    void forgetEnded() {
        orders.forgetEnded();
    }
}
