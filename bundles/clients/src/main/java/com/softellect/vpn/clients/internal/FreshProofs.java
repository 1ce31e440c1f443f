package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.clients.internal.TokenBucket.Rate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether a proof that is right is also of now, and shown for the first time. Thread-safe.
 *
 * <p>What was accepted before a start is not known after it, so proofs from before the start are refused. One that was dated ahead of the clock and
 * shown before the start could be shown again after it, by who saw it inside TLS; clients of ours date by the gateway's clock, never ahead.
 */
final class FreshProofs {

    /** How far a proof's timestamp may be from this gateway's clock, in either direction. */
    static final long WINDOW_MILLIS = 120_000;

    /** How often one client may authenticate: 10 times at once, then every 2 seconds. */
    static final Rate PER_CLIENT = Rate.of(10, 1, Duration.ofSeconds(2));

    private static final int MOST_CLIENTS = 65_536;

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final long startMillis;
    private final long startNanos;

    /** Guarded by this. */
    private final NonceMemory nonces = new NonceMemory();
    private final Lru<String, TokenBucket> left = new Lru<>(MOST_CLIENTS);

    FreshProofs(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.startMillis = clock.millis();
        this.startNanos = nanos.getAsLong();
    }

    void checkTime(long timestampMillis) throws AuthenticationException {
        long now = clock.millis();
        if (timestampMillis < now - WINDOW_MILLIS || timestampMillis > now + WINDOW_MILLIS) {
            throw new AuthenticationException(Reason.CLOCK, "the proof was made more than " + WINDOW_MILLIS / 1000
                    + " s before or after now: ask the gateway for its time, and try again");
        }
        if (timestampMillis < start(now)) {
            throw new AuthenticationException(Reason.CLOCK, "the proof was made before the gateway started: ask the gateway for its time, "
                    + "and try again");
        }
    }

    /** When this started, as the clock of now tells it: it may have been set back since, and clients are not to wait until it has caught up. */
    private long start(long nowMillis) {
        return Math.min(startMillis, nowMillis - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - startNanos));
    }

    /** Takes a proof that is right and of now. */
    synchronized void use(Credentials shown) throws AuthenticationException {
        if (nonces.contains(shown.clientId(), shown.nonce())) {
            throw new AuthenticationException(Reason.REPLAY, "this proof was used before: make a new one");
        }
        long now = nanos.getAsLong();
        // In this order: whoever shows a proof for the second time takes nothing from the client.
        if (nonces.isFull(clock.millis())
                || !left.computeIfAbsent(shown.clientId(), id -> new TokenBucket(now)).take(PER_CLIENT, now)) {
            throw new AuthenticationException(Reason.TOO_MANY, "the client authenticates too often: wait some seconds");
        }
        nonces.remember(shown.clientId(), shown.nonce(), shown.timestampMillis() + WINDOW_MILLIS);
    }

    synchronized int remembered() {
        return nonces.size();
    }
}
