package com.softellect.vpn.clients.internal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions of clients when their time is over, and keeps the addresses of live sessions known, and what is lent where it outlives a crash. Looks at the clock each second, so that it
 * does not matter how far an expiry is away, or whether the clock is set meanwhile.
 *
 * <p>Scheduler: {@code vpn-clients-expiry}. A component of its own that offers no service, since the component runtime (Felix SCR 2.2.6) drops an
 * instance without deactivating it if its service is unregistered while it is being activated.
 */
@Component(service = {}, immediate = true)
public final class ExpiryWatch {

    private static final long PERIOD_MILLIS = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWatch.class);

    private final Clients clients;
    private final Guard guard;
    private final AuditTrail audit;

    /** Set by {@link #start}, used by {@link #stop}; the component runtime calls them one after the other. */
    private ScheduledExecutorService scheduler;

    @Activate
    public ExpiryWatch(@Reference Clients clients, @Reference Guard guard, @Reference AuditTrail audit) {
        this.clients = clients;
        this.guard = guard;
        this.audit = audit;
    }

    @Activate
    public void start() {
        scheduler = Executors.newSingleThreadScheduledExecutor(r -> {
            Thread thread = new Thread(r, "vpn-clients-expiry");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    public void stop() {
        scheduler.shutdownNow();
    }

    /** A task that throws would not be run again. */
    void look() {
        try {
            clients.endExpired().forEach(audit::expired);
            clients.connected().forEach(guard::stillHere);
            clients.keepLeases();
        } catch (RuntimeException e) {
            LOG.error("expired clients could not be looked for, the next try is in {} ms", PERIOD_MILLIS, e);
        }
    }
}
