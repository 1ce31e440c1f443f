package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.AddressGuard;
import com.softellect.vpn.clients.internal.TokenBucket.Rate;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Holds strangers off. Failures count by address, never by client: whoever fails in a client's name elsewhere takes nothing from the client. An
 * address that a client came from is never cut off and has its own share of calls; only its authentications are refused while it fails too often.
 *
 * <p>Thread-safe; each of its tables has a lock of its own, held for one look-up.
 */
@Component(service = {AddressGuard.class, Guard.class}, configurationPid = ClientsSettings.PID, immediate = true)
@Designate(ocd = ClientsSettings.class)
public final class Guard implements AddressGuard {

    private static final int BURST_SECONDS = 2;

    private final LongSupplier nanos;
    private final FailedAddresses failed = new FailedAddresses();
    private final KnownAddresses known = new KnownAddresses();

    /** Guarded by itself. */
    private final TokenBucket strangers;

    /** Published by {@link #configure}. */
    private volatile Rate failures;
    private volatile Rate calls;

    /** @throws IllegalArgumentException if a setting is out of its range; the message names the key and the range */
    @Activate
    public Guard(ClientsSettings settings) {
        this(settings, System::nanoTime);
    }

    Guard(ClientsSettings settings, LongSupplier nanos) {
        this.nanos = nanos;
        configure(settings);
        this.strangers = new TokenBucket(nanos.getAsLong());
    }

    @Modified
    public void configure(ClientsSettings settings) {
        int perMinute = inRange("failuresPerMinute", settings.failuresPerMinute(), 1000);
        int perSecond = inRange("strangersPerSecond", settings.strangersPerSecond(), 10_000);
        failures = Rate.of(perMinute, perMinute, Duration.ofMinutes(1));
        calls = Rate.of(BURST_SECONDS * perSecond, perSecond, Duration.ofSeconds(1));
    }

    private static int inRange(String key, int value, int highest) {
        if (value < 1 || value > highest) {
            throw new IllegalArgumentException("etc/" + ClientsSettings.PID + ".cfg, key " + key + ": " + value + " is outside 1 to " + highest);
        }
        return value;
    }

    @Override
    public boolean isBlocked(String address) {
        SourceAddress source = SourceAddress.of(address);
        long now = nanos.getAsLong();
        return failed.isOver(source, failures, now) && !known.contains(source, now);
    }

    @Override
    public boolean admits(String address) {
        SourceAddress source = SourceAddress.of(address);
        long now = nanos.getAsLong();
        if (known.contains(source, now)) {
            return known.admits(source, calls, now);
        }
        if (failed.isOver(source, failures, now)) {
            return false;
        }
        synchronized (strangers) {
            return strangers.take(calls, now);
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
