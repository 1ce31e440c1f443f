package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.audit.AuditLog;
import com.softellect.vpn.api.policy.Quota;
import com.softellect.vpn.api.policy.Usage;
import com.softellect.vpn.api.policy.UsageStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the clients have used of their quotas. The meters count in memory; {@link #save} brings what they counted to the store, away from the packets' way, so a crash
 * forgets what was used since the last time, and nothing else does.
 *
 * <p>Thread-safe. The disk is waited for outside the lock that packets' sessions are opened under.
 */
final class QuotaLedger {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaLedger.class);

    private final InstantSource clock;
    private final Object saving = new Object();

    /** Guarded by this. */
    private final Map<String, Account> accounts = new HashMap<>();
    private UsageStore store;
    private boolean failed;
    private AuditLog audit;

    QuotaLedger(InstantSource clock) {
        this.clock = clock;
    }

    /** The meter of a client with that quota; the same one as long as this ledger is there. */
    synchronized QuotaMeter meter(String clientId, Quota quota) {
        Instant since = quota.since(clock.instant());
        Account account = accounts.computeIfAbsent(clientId, id -> new Account(since));
        account.begin(since);
        if (account.quota == null) { // whoever counted that has told it
            account.told = account.saved >= quota.bytes();
        }
        account.quota = quota;
        account.meter.allow(quota.bytes());
        return account.meter;
    }

    /** Its client has no quota any more. */
    synchronized void forget(String clientId) {
        Account account = accounts.get(clientId);
        if (account != null) {
            account.quota = null;
            account.meter.allow(Long.MAX_VALUE);
        }
    }

    synchronized long used(String clientId, Quota quota) {
        Account account = accounts.get(clientId);
        return account != null && account.since.equals(quota.since(clock.instant())) ? account.meter.used() : 0;
    }

    /**
     * Begins the periods anew that are over, and says once of each client that its quota is used up.
     *
     * @return whether a quota has been used up since the last time
     */
    boolean look() {
        List<Map<String, Object>> news = new ArrayList<>();
        AuditLog log;
        synchronized (this) {
            look(clock.instant(), news);
            log = audit;
        }
        if (log != null) {
            news.forEach(fields -> log.record("quota.used_up", fields)); // may wait for the disk
        }
        return !news.isEmpty();
    }

    private void look(Instant now, List<Map<String, Object>> news) {
        accounts.forEach((clientId, account) -> {
            if (account.quota != null) {
                account.begin(account.quota.since(now));
                if (account.meter.isUsedUp() && !account.told) {
                    account.told = true;
                    news.add(account.event(clientId, now));
                    LOG.warn("client '{}' has used up its quota of {} bytes a {}: its packets are refused until {}, or until it is given more with vpn:client-set",
                            clientId, account.quota.bytes(), account.quota.period(), account.quota.until(now));
                }
                account.told &= account.meter.isUsedUp();
            }
        });
    }

    synchronized void use(AuditLog added) {
        audit = added;
    }

    synchronized void forget(AuditLog removed) {
        audit = audit == removed ? null : audit;
    }

    /** From now on this is where usage is kept; what is there counts. */
    void use(UsageStore added) {
        synchronized (saving) {
            List<Usage> stored;
            try {
                stored = added.all();
            } catch (IOException e) {
                LOG.error("what clients have used of their quotas can't be read, and is counted from 0: {}", e.getMessage());
                stored = List.of();
            }
            synchronized (this) {
                store = added;
                failed = false;
                stored.forEach(this::load);
            }
        }
    }

    private void load(Usage usage) {
        Account account = accounts.computeIfAbsent(usage.clientId(), id -> new Account(usage.since()));
        if (account.since.equals(usage.since())) {
            account.meter.correct(usage.bytes() - account.saved);
            account.saved = usage.bytes();
            account.told |= account.quota != null && usage.bytes() >= account.quota.bytes();
        }
    }

    /** What was counted is kept before it goes. */
    void forget(UsageStore removed) {
        save();
        synchronized (this) {
            store = store == removed ? null : store;
        }
    }

    /** Keeps what was counted since the last time, if anything was. */
    void save() {
        synchronized (saving) {
            UsageStore there;
            List<Usage> more;
            synchronized (this) {
                there = store;
                more = there == null ? List.of() : unsaved();
            }
            if (more.isEmpty()) {
                return;
            }
            try {
                there.add(more);
                saved(more);
            } catch (IOException e) {
                notSaved(e);
            }
        }
    }

    private List<Usage> unsaved() {
        List<Usage> more = new ArrayList<>();
        accounts.forEach((clientId, account) -> {
            long bytes = account.meter.used() - account.saved;
            if (bytes > 0) {
                more.add(new Usage(clientId, account.since, bytes));
            }
        });
        return more;
    }

    private synchronized void saved(List<Usage> more) {
        failed = false;
        for (Usage usage : more) {
            Account account = accounts.get(usage.clientId());
            if (account.since.equals(usage.since())) {
                account.saved += usage.bytes();
            }
        }
    }

    private synchronized void notSaved(IOException e) {
        if (!failed) {
            LOG.error("what clients have used of their quotas can't be kept, and a restart would forget it: {}", e.getMessage());
        }
        failed = true;
    }

    /** Of one client. Guarded by the ledger. */
    private static final class Account {

        private final QuotaMeter meter = new QuotaMeter();
        private Instant since;

        /** What the store has of it. */
        private long saved;

        /** Null: there is none at the moment. */
        private Quota quota;
        private boolean told;

        Account(Instant since) {
            this.since = since;
        }

        Map<String, Object> event(String clientId, Instant now) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("client", clientId);
            fields.put("bytes", quota.bytes());
            fields.put("period", quota.period());
            fields.put("until", quota.until(now));
            return fields;
        }

        /** What was not saved of a period that is over is nobody's loss. */
        void begin(Instant period) {
            if (!since.equals(period)) {
                since = period;
                saved = 0;
                told = false;
                meter.correct(-meter.used());
            }
        }
    }
}
