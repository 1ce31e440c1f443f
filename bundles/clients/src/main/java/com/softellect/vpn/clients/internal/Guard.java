package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.AddressGuard;
import com.softellect.vpn.clients.internal.TokenBucket.Rate;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Holds strangers off. Failures count by address, never by client: whoever fails in a client's name elsewhere takes nothing from the client. An
 * address that a client came from is never cut off and has its own share of calls; only its authentications are refused while it fails too often.
 *
 * <p>Thread-safe; each of its tables has a lock of its own, held for one look-up. It begins with the defaults of the settings, and {@link GuardSetup}
 * brings those of the file: so it goes on, with what it knows, when they change, and also when they can't be used.
 */
@Component(service = {AddressGuard.class, Guard.class}, immediate = true)
public final class Guard implements AddressGuard {

    private final LongSupplier nanos;
    private final FailedAddresses failed = new FailedAddresses();
    private final KnownAddresses known = new KnownAddresses();

    /** What is left of the calls and connections that strangers get. Each is guarded by itself. */
    private final TokenBucket strangers;
    private final TokenBucket handshakes;

    /** Published by {@link #limit}. */
    private volatile Rate failures;
    private volatile int perSecond;

    @Activate
    public Guard() {
        this(System::nanoTime);
    }

    Guard(LongSupplier nanos) {
        this.nanos = nanos;
        this.strangers = new TokenBucket(nanos.getAsLong());
        this.handshakes = new TokenBucket(nanos.getAsLong());
        limit(ClientsSettings.FAILURES_PER_MINUTE, ClientsSettings.STRANGERS_PER_SECOND);
    }

    /**
     * @param failuresPerMinute  of one address
     * @param strangersPerSecond calls, and as many connections, of all strangers, and of each address that is known; twice as many at once
     */
    void limit(int failuresPerMinute, int strangersPerSecond) {
        failures = Rate.of(failuresPerMinute, failuresPerMinute, Duration.ofMinutes(1));
        perSecond = strangersPerSecond;
    }

    @Override
    public boolean isBlocked(String address) {
        SourceAddress source = SourceAddress.of(address);
        long now = nanos.getAsLong();
        return failed.isOver(source, failures, now) && !known.contains(source, now);
    }

    @Override
    public void clientCalled(String address, String clientId) {
        succeeded(SourceAddress.of(address), clientId);
    }

    @Override
    public boolean isKnown(String address) {
        return known.contains(SourceAddress.of(address), nanos.getAsLong());
    }

    @Override
    public boolean admitsConnection(String address) {
        return admits(address, handshakes, known::admitsConnection);
    }

    @Override
    public boolean admits(String address) {
        return admits(address, strangers, known::admitsCall);
    }

    /** Asks for something from an address that is known. */
    private interface OwnShare {
        boolean admits(SourceAddress source, int perSecond, long nowNanos);
    }

    private boolean admits(String address, TokenBucket others, OwnShare share) {
        SourceAddress source = SourceAddress.of(address);
        long now = nanos.getAsLong();
        if (known.contains(source, now)) {
            return share.admits(source, perSecond, now);
        }
        if (failed.isOver(source, failures, now)) {
            return false;
        }
        synchronized (others) {
            return others.take(Rate.perSecond(perSecond), now);
        }
    }

    /** Whether authentications from there are to be refused unseen. */
    boolean hasFailedTooOften(SourceAddress address) {
        return failed.isOver(address, failures, nanos.getAsLong());
    }

    /** @return whether it has failed too often by now, told once */
    boolean failed(SourceAddress address) {
        return failed.failed(address, failures, nanos.getAsLong());
    }

    void succeeded(SourceAddress address, String clientId) {
        known.succeeded(address, clientId, nanos.getAsLong());
    }

    /** The session that the client opened last is still there: its address stays known. */
    void stillHere(String clientId) {
        known.stillHere(clientId, nanos.getAsLong());
    }
}
