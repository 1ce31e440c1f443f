package com.softellect.vpn.egress.internal;

import com.softellect.vpn.api.egress.Egress;
import com.softellect.vpn.api.egress.EgressStatus;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.router.PacketRouter;
import com.softellect.vpn.api.router.RouterStatus;
import com.softellect.vpn.api.session.SessionRegistry;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Egress through the kernel: while the settings choose it, there is the table that lets the clients of the router's adapter out. It follows adapter and
 * network. What can't be done is a problem in {@link #status}, and is tried again; the gateway goes on without.
 *
 * <p>Threads: {@code vpn-egress-check} makes the table again, which somebody may have removed with all others when he loaded a firewall of his own; a
 * {@link TableWatch} tells it when. All that changes anything happens under this object's lock.
 */
@Component(configurationPid = EgressSettings.PID, immediate = true)
@Designate(ocd = EgressSettings.class)
public final class KernelEgress implements Egress {

    private static final String MODE = "kernel";
    private static final String MEMORY = "memory";
    private static final long CHECK_SECONDS = 15;
    private static final Logger LOG = LoggerFactory.getLogger(KernelEgress.class);

    private final Handover handover;
    private final ScheduledThreadPoolExecutor scheduler;

    /** Guarded by this, as are all below. */
    private final TableInForce table = new TableInForce(Forwarding.SYSTEM);
    private EgressSettings settings;
    private PacketRouter router;
    private SessionRegistry registry;
    private boolean started;

    /** Of the table that is in force, if there is one. */
    private TableWatch watch;
    private String watched;
    private String lookedFor;

    /** Published under the lock, read by {@link #status}. */
    private volatile EgressStatus status = new EgressStatus(MODE, true, null, "the packet router is not there yet");

    @Activate
    public KernelEgress(EgressSettings settings, @Reference Handover handover) {
        this.settings = settings;
        this.handover = handover;
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "vpn-egress-check");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Activate
    public synchronized void start() {
        started = true;
        LeftTable.take(handover).ifPresent(this::adopt);
        refresh();
        scheduler.scheduleWithFixedDelay(this::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    @Modified
    public synchronized void configure(EgressSettings changed) {
        settings = changed;
        refresh();
    }

    /** The table is left in force for the next version. */
    @Deactivate
    public void stop() {
        end();
        scheduler.shutdown(); // what is just being done is not interrupted: a change is made whole
    }

    private synchronized void end() {
        started = false;
        watch(null);
        try {
            table.leave(handover, settings.keepAtEnd());
        } catch (EgressException e) {
            LOG.error("egress: the table can't be left for the next version: {}", e.getMessage());
        }
    }

    /** Dynamic, as is the registry: while one of them is replaced the table stays as it is. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            updated = "updatedRouter")
    public synchronized void bindRouter(PacketRouter added) {
        router = added;
        refresh();
    }

    /** The router's settings have changed. */
    public synchronized void updatedRouter(PacketRouter changed) {
        refresh();
    }

    public synchronized void unbindRouter(PacketRouter removed) {
        if (router == removed) {
            router = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindRegistry(SessionRegistry added) {
        registry = added;
        refresh();
    }

    public synchronized void unbindRegistry(SessionRegistry removed) {
        if (registry == removed) {
            registry = null;
        }
    }

    private void adopt(String adapter) {
        try {
            table.adopt(adapter);
        } catch (EgressException e) {
            LOG.warn("egress: {}", e.getMessage());
        }
    }

    /** What nobody tells of. To list the table is a process. */
    private synchronized void check() {
        boolean told = watch != null && watch.isWatching() && status.problem() == null;
        if (!told || !table.isForwarding()) {
            refresh();
        }
    }

    /** Watches the table of that adapter, and no other any more. @param adapter null: none */
    private void watch(String adapter) {
        if (Objects.equals(adapter, watched)) {
            return;
        }
        if (watch != null) {
            watch.close();
        }
        watch = adapter == null ? null : new TableWatch(Table.name(adapter), scheduler, this::refresh);
        watched = adapter;
    }

    /** Makes the system as the settings want it, as far as it is not. */
    private synchronized void refresh() {
        if (!started) {
            return;
        }
        try {
            settle(Wanted.of(settings));
        } catch (EgressException | IllegalArgumentException e) {
            failed(e.getMessage());
        }
    }

    private void settle(Wanted wanted) throws EgressException {
        boolean chosen = wanted.mode() == Wanted.Mode.KERNEL;
        RouterStatus adapter = router == null ? null : router.status();
        if (!chosen) {
            watch(null);
            removeAlsoWhatWasFound(adapter, settings.mode());
            status = new EgressStatus(MODE, false, null, null);
        } else if (adapter != null && adapter.adapterType().equals(MEMORY)) {
            watch(null);
            table.remove("the adapter is in memory");
            status = new EgressStatus(MODE, true, "nothing to do for an adapter in memory", null);
        } else if (adapter != null && registry != null) {
            watch(adapter.adapterName()); // before it is made: nothing happens in between
            Table held = table.hold(adapter.adapterName(), registry.network(), wanted);
            status = new EgressStatus(MODE, true, held.toString(), null);
        }
    }

    /** What a process that was killed has left is looked for once for each adapter. */
    private void removeAlsoWhatWasFound(RouterStatus adapter, String mode) throws EgressException {
        if (adapter != null && !adapter.adapterType().equals(MEMORY) && !adapter.adapterName().equals(lookedFor) && Nft.installed()) {
            table.adopt(adapter.adapterName());
            lookedFor = adapter.adapterName();
        }
        table.remove("mode = " + mode);
    }

    private void failed(String problem) {
        if (!problem.equals(status.problem())) {
            LOG.error("the gateway's clients do not reach other networks: {}", problem);
        }
        status = new EgressStatus(MODE, true, status.detail(), problem);
    }

    @Override
    public EgressStatus status() {
        return status;
    }
}
