package com.softellect.vpn.clients.internal;

import com.softellect.vpn.clients.internal.TokenBucket.Rate;
import java.util.concurrent.TimeUnit;

/**
 * The addresses that clients authenticated from, each for 24 hours after the last sign of a client, at most {@value #MOST}. Each has its own
 * share of the gateway's attention, so that strangers elsewhere take nothing of it. Thread-safe.
 */
final class KnownAddresses {

    static final int MOST = 65_536;
    static final long KEPT_NANOS = TimeUnit.HOURS.toNanos(24);

    private final Lru<SourceAddress, Known> byAddress = new Lru<>(MOST);
    private final Lru<String, SourceAddress> lastOf = new Lru<>(MOST);

    synchronized void succeeded(SourceAddress address, String clientId, long nowNanos) {
        byAddress.computeIfAbsent(address, a -> new Known(new TokenBucket(nowNanos))).seenNanos = nowNanos;
        lastOf.put(clientId, address);
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

    /** Asks for a call from an address that is known. */
    synchronized boolean admits(SourceAddress address, Rate share, long nowNanos) {
        Known known = byAddress.get(address);
        return known != null && known.left.take(share, nowNanos);
    }

    synchronized int size() {
        return byAddress.size();
    }

    private static final class Known {

        private final TokenBucket left;
        private long seenNanos;

        Known(TokenBucket left) {
            this.left = left;
        }
    }
}
