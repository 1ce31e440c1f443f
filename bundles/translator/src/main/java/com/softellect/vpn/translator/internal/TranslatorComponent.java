package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.counter.CounterSource;
import com.softellect.vpn.api.egress.Egress;
import com.softellect.vpn.api.egress.EgressStatus;
import com.softellect.vpn.api.egress.PacketEgress;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.session.SessionRegistry;
import com.sun.jna.Platform;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The translator while the settings choose it: publishes it for the packet router, ticks, and hands its flows to the next version. What can't be done is a
 * problem in the status; the gateway goes on without.
 *
 * <p>Threads: all that changes anything happens under this object's lock; packets never take it. {@code vpn-translator-timer} ticks once a second.
 */
@Component(service = {Egress.class, CounterSource.class}, configurationPid = {TranslatorSettings.PID, EgressMode.PID}, immediate = true)
public final class TranslatorComponent implements Egress, CounterSource {

    private static final Logger LOG = LoggerFactory.getLogger(TranslatorComponent.class);

    private final BundleContext context;
    private final Handover handover;
    private final Tally tally = new Tally();

    /** Guarded by this, as is every change of the two below. */
    private TranslatorSettings settings;
    private EgressMode mode;
    private ScheduledExecutorService timer;
    private ServiceRegistration<PacketEgress> published;

    /** Published by {@link #begin} and {@link #end}; null while another mode is chosen. */
    private volatile Translator translator;
    /** Published by {@link #refresh}: why the settings can't be followed. */
    private volatile String problem;

    /** Null while there is none. */
    private volatile SessionRegistry registry;

    @Activate
    public TranslatorComponent(BundleContext context, TranslatorSettings settings, EgressMode mode, @Reference Handover handover) {
        this.context = context;
        this.settings = settings;
        this.mode = mode;
        this.handover = handover;
    }

    /** @throws RuntimeException if what the version before has left can't be understood; it is left for a version that does */
    @Activate
    public synchronized void start() {
        refresh();
    }

    @Modified
    public synchronized void configure(TranslatorSettings changed, EgressMode changedMode) {
        settings = changed;
        mode = changedMode;
        refresh();
    }

    /** Flows, leases and sockets are left for the next version. */
    @Deactivate
    public synchronized void stop() {
        Translator left = end();
        if (left != null) {
            handover.leave(LeftTranslator.NAME, LeftTranslator.state(left.sockets(), left.flows()));
            left.leave();
            LOG.info("translator: stopped, its flows are left");
        }
    }

    /** Dynamic: flows go on while it is replaced. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindRegistry(SessionRegistry added) {
        registry = added;
    }

    public synchronized void unbindRegistry(SessionRegistry removed) {
        registry = registry == removed ? null : registry;
    }

    private void refresh() {
        problem = null;
        boolean chosen = mode.mode().trim().equals(EgressMode.TRANSLATOR);
        try {
            if (!chosen && translator != null) {
                end().end();
                LOG.info("translator: stopped, mode = {}", mode.mode());
            } else if (chosen && translator == null) {
                begin();
            } else if (chosen) {
                translator.configure(limits());
            }
        } catch (IOException | IllegalArgumentException e) {
            problem = e.getMessage();
            LOG.error("the gateway's clients do not reach other networks as they should: {}", problem);
        }
    }

    private Limits limits() {
        return Configured.limits(settings, DescriptorLimit.share());
    }

    private void begin() throws IOException {
        if (!Platform.isLinux() || !Platform.is64Bit()) {
            throw new IOException("the translator exists on 64-bit Linux only: choose another mode in etc/" + EgressMode.PID + ".cfg");
        }
        Limits limits = limits();
        HandoverState left = handover.take(LeftTranslator.NAME, Set.of(LeftTranslator.VERSION)).orElse(null);
        Translator begun = left == null ? fresh(limits) : goOn(left, limits);
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vpn-translator-timer");
            thread.setDaemon(true);
            return thread;
        });
        long start = System.nanoTime();
        AddressOwners owners = new AddressOwners();
        timer.scheduleAtFixedRate(() -> tick(begun, owners, (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)), 1, 1, TimeUnit.SECONDS);
        translator = begun;
        published = context.registerService(PacketEgress.class, begun, null);
    }

    /** What is wrong in one second must not mean that no flow ever ends. */
    private void tick(Translator begun, AddressOwners owners, int second) {
        try {
            begun.tick(second);
            SessionRegistry there = registry;
            if (there != null) {
                begun.forget(owners.changed(there.sessions()));
            }
        } catch (RuntimeException e) {
            LOG.error("translator: flows could not be looked after", e);
        }
    }

    private Translator fresh(Limits limits) throws IOException {
        Sockets sockets = Sockets.open(limits.ports());
        LinuxOutside outside = new LinuxOutside(sockets);
        LOG.info("translator: starts with the ports {}, {} descriptors a transport at most", limits.ports(), limits.descriptors());
        return new Translator(sockets, outside, new Flows(outside, limits), tally);
    }

    private Translator goOn(HandoverState left, Limits limits) throws IOException {
        try {
            Sockets sockets = LeftTranslator.sockets(left);
            LinuxOutside outside = new LinuxOutside(sockets);
            Flows flows = new Flows(outside, limits);
            LeftTranslator.restore(left, flows);
            Translator going = new Translator(sockets, outside, flows, tally);
            going.configure(limits);
            LOG.info("translator: {} flows go on", flows.all().size());
            return going;
        } catch (IOException | RuntimeException e) {
            handover.leave(LeftTranslator.NAME, left);
            throw e;
        }
    }

    /** The router is out of it when this returns. */
    private Translator end() {
        Translator ended = translator;
        if (ended != null) {
            published.unregister();
            ended.close();
            timer.shutdownNow();
            awaitTimer();
            translator = null;
        }
        return ended;
    }

    private void awaitTimer() {
        try {
            timer.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public EgressStatus status() {
        Translator now = translator;
        if (now == null) {
            return new EgressStatus(EgressMode.TRANSLATOR, problem != null, null, problem);
        }
        Flows flows = now.flows();
        String detail = flows.flows(Transport.TCP) + " TCP, " + flows.flows(Transport.UDP) + " UDP, " + flows.flows(Transport.ICMP) + " echo flows, "
                + (flows.leases(Transport.TCP) + flows.leases(Transport.UDP)) + " ports";
        return new EgressStatus(EgressMode.TRANSLATOR, true, detail, problem == null ? now.problem() : problem);
    }

    @Override
    public String layer() {
        return "translator";
    }

    /** Those of the tally; {@code drop.socket_full}; {@code flows.TRANSPORT} and {@code leases.TRANSPORT} as they are now, {@code flows.shared}: opened on a port of others. */
    @Override
    public SortedMap<String, Long> counters() {
        SortedMap<String, Long> all = tally.counters();
        Translator now = translator;
        for (Transport transport : Transport.values()) {
            String name = transport.name().toLowerCase(Locale.ROOT);
            all.put("flows." + name, now == null ? 0L : now.flows().flows(transport));
            all.put("leases." + name, now == null ? 0L : now.flows().leases(transport));
        }
        all.put("drop.socket_full", now == null ? 0L : now.sockets().overflows());
        all.put("flows.shared", now == null ? 0L : now.flows().shared());
        return all;
    }
}
