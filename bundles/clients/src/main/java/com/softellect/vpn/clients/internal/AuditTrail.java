package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.audit.AuditLog;
import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.clients.internal.TokenBucket.Rate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes into the audit log. Floods of refusals are held back, and the next event says how many were left out ({@code suppressed}). Nothing
 * that happens to the log stops an authentication or a change.
 *
 * <p>Thread-safe. Events are written outside the lock.
 */
@Component(service = AuditTrail.class, immediate = true)
public final class AuditTrail {

    /** Of one address: 5 refusals at once, then 5 a minute. */
    private static final Rate PER_ADDRESS = Rate.of(5, 5, Duration.ofMinutes(1));

    /**
     * Of all addresses: 40 refusals at once, then one a second, some 10 MB a day. More would let strangers push what administrators did out of the
     * files that are kept, 100 MB.
     */
    private static final Rate ALTOGETHER = Rate.of(40, 1, Duration.ofSeconds(1));

    private static final int MOST_ADDRESSES = 4096;
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    private final LongSupplier nanos;

    /** Published by {@link #bindLog} and {@link #unbindLog}; null while there is none. */
    private volatile AuditLog log;

    /** Guarded by this. */
    private final TokenBucket altogether;
    private final Lru<SourceAddress, TokenBucket> byAddress = new Lru<>(MOST_ADDRESSES);
    private long suppressed;
    private boolean missed;

    @Activate
    public AuditTrail() {
        this(System::nanoTime);
    }

    AuditTrail(LongSupplier nanos) {
        this.nanos = nanos;
        this.altogether = new TokenBucket(nanos.getAsLong());
    }

    /** Dynamic: that the log is replaced is no reason to refuse anybody. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindLog(AuditLog added) {
        log = added;
        missed = false;
    }

    public synchronized void unbindLog(AuditLog removed) {
        log = log == removed ? null : log;
    }

    /** The log for a change that an administrator is about to make; it takes the event also if the service goes meanwhile. */
    AuditLog ofChanges() throws ClientException {
        AuditLog there = log;
        if (there == null) {
            throw new ClientException("there is no audit log to record this in: start the bundle com.softellect.vpn.audit");
        }
        return (event, fields) -> write(there, event, fields);
    }

    void accepted(String clientId, String from) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("client", clientId);
        fields.put("from", from);
        record("authentication.accepted", fields);
    }

    /** @param clientId as claimed */
    void refused(String clientId, String from, SourceAddress source, Reason reason) {
        if (isHeldBack(source)) {
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("client", clientId);
        fields.put("from", from);
        fields.put("reason", reason.name());
        record("authentication.refused", fields);
    }

    /** Its time is over, and the session that it had has ended. */
    void expired(Client client) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("client", client.id());
        fields.put("expired", client.expires());
        record("client.expired", fields);
    }

    /** An address has failed so often that its authentications are refused unseen. */
    void blocked(String from) {
        if (isHeldBack()) {
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("from", from);
        record("address.blocked", fields);
    }

    private synchronized boolean isHeldBack(SourceAddress source) {
        long now = nanos.getAsLong();
        if (byAddress.computeIfAbsent(source, s -> new TokenBucket(now)).take(PER_ADDRESS, now)) {
            return isHeldBack();
        }
        suppressed++;
        return true;
    }

    private synchronized boolean isHeldBack() {
        boolean held = !altogether.take(ALTOGETHER, nanos.getAsLong());
        suppressed += held ? 1 : 0;
        return held;
    }

    private void record(String event, Map<String, Object> fields) {
        AuditLog there;
        long leftOut;
        synchronized (this) {
            there = log;
            if (there == null) {
                missing();
                return;
            }
            leftOut = suppressed;
            suppressed = 0;
        }
        if (leftOut > 0) {
            fields.put("suppressed", leftOut);
        }
        write(there, event, fields);
    }

    private void missing() {
        suppressed++;
        if (!missed) {
            LOG.warn("there is no audit log: authentications are not recorded until the bundle com.softellect.vpn.audit is started");
            missed = true;
        }
    }

    private static void write(AuditLog log, String event, Map<String, ?> fields) {
        try {
            log.record(event, fields);
        } catch (RuntimeException e) {
            LOG.error("the audit log did not take {}: {}", event, e.toString());
        }
    }
}
