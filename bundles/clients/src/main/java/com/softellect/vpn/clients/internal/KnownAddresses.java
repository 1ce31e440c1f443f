package com.softellect.vpn.clients.internal;

import com.softellect.vpn.clients.internal.TokenBucket.Rate;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The addresses that clients authenticated from, each for 24 hours after the last sign of a client, at most {@value #MOST}. Each has its own
 * share of the gateway's attention, so that strangers elsewhere take nothing of it. The clients of a whole network may have one address together,
 * and come all at once when their gateway is back: each of them makes the share larger. Thread-safe.
 */
final class KnownAddresses {

    static final int MOST = 65_536;
    static final long KEPT_NANOS = TimeUnit.HOURS.toNanos(24);

    /** What a client makes at once when it comes: one for its calls, one for its polls, and one for its packets. */
    private static final int FOR_EACH_CLIENT = 3;

    private final Lru<SourceAddress, Known> byAddress = new Lru<>(MOST);
    private final Lru<String, SourceAddress> lastOf = new Lru<>(MOST, this::leave);

    synchronized void succeeded(SourceAddress address, String clientId, long nowNanos) {
        Known known = byAddress.computeIfAbsent(address, a -> new Known(nowNanos));
        known.seenNanos = nowNanos;
        known.clients.add(clientId);
        SourceAddress before = lastOf.put(clientId, address);
        if (before != null && !before.equals(address)) {
            leave(clientId, before);
        }
    }

    private void leave(String clientId, SourceAddress address) {
        Known left = byAddress.get(address);
        if (left != null) {
            left.clients.remove(clientId);
        }
    }

    /** The session that the client opened last is still there. */
    synchronized void stillHere(String clientId, long nowNanos) {
        SourceAddress address = lastOf.get(clientId);
        if (address != null) {
            succeeded(address, clientId, nowNanos);
        }
    }

    synchronized boolean contains(SourceAddress address, long nowNanos) {
        Known known = byAddress.get(address);
        if (known != null && nowNanos - known.seenNanos > KEPT_NANOS) {
            byAddress.remove(address);
            return false;
        }
        return known != null;
    }

    /** Whether a call of an address that is known may be answered. @param perSecond of an address that one client came from; twice as many at once */
    synchronized boolean admitsCall(SourceAddress address, int perSecond, long nowNanos) {
        Known known = byAddress.get(address);
        return known != null && known.calls.take(known.share(perSecond), nowNanos);
    }

    /** The same for a new connection: those whose call was not answered, and come again, take no calls from the others. */
    synchronized boolean admitsConnection(SourceAddress address, int perSecond, long nowNanos) {
        Known known = byAddress.get(address);
        return known != null && known.connections.take(known.share(perSecond), nowNanos);
    }

    synchronized int size() {
        return byAddress.size();
    }

    private static final class Known {

        private final TokenBucket calls;
        private final TokenBucket connections;

        /** Those that came from here last. */
        private final Set<String> clients = new HashSet<>();
        private long seenNanos;

        Known(long nowNanos) {
            this.calls = new TokenBucket(nowNanos);
            this.connections = new TokenBucket(nowNanos);
        }

        Rate share(int perSecond) {
            return Rate.perSecond(perSecond + FOR_EACH_CLIENT * Math.max(0, clients.size() - 1));
        }
    }
}
