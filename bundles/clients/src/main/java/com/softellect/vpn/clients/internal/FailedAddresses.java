package com.softellect.vpn.clients.internal;

import com.softellect.vpn.clients.internal.TokenBucket.Rate;

/**
 * How often authentication failed from an address. Knows the {@value #MOST} that failed last, some 110 bytes each. Thread-safe.
 *
 * <p>To be forgotten an address needs that many others to fail: at the default of 25 strangers a second that takes 44 minutes, and its failures
 * are forgiven after one.
 */
final class FailedAddresses {

    static final int MOST = 65_536;

    private final Lru<SourceAddress, Failures> byAddress = new Lru<>(MOST);

    /** Whether the address has failed too often. */
    synchronized boolean isOver(SourceAddress address, Rate allowed, long nowNanos) {
        Failures failures = byAddress.get(address);
        return failures != null && !failures.left.has(allowed, nowNanos);
    }

    /** @return whether this is the failure by which it has failed too often; true once until all its failures are forgiven */
    synchronized boolean failed(SourceAddress address, Rate allowed, long nowNanos) {
        Failures failures = byAddress.computeIfAbsent(address, a -> new Failures(new TokenBucket(nowNanos)));
        if (failures.left.isFull(nowNanos)) {
            failures.told = false;
        }
        failures.left.take(allowed, nowNanos);
        boolean tell = !failures.told && !failures.left.has(allowed, nowNanos);
        failures.told |= tell;
        return tell;
    }

    synchronized int size() {
        return byAddress.size();
    }

    private static final class Failures {

        private final TokenBucket left;
        private boolean told;

        Failures(TokenBucket left) {
            this.left = left;
        }
    }
}
