package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.counter.CounterSource;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.surroundings.Surroundings;
import com.softellect.vpn.api.tunnel.Tunnel;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tunnel as a service. Its settings come through {@link TunnelConfiguration}: a component's settings are its service's public
 * properties, and where a client keeps its keys is nobody else's business.
 *
 * <p>Threads: all methods may be called by any thread.
 */
@Component(service = {Tunnel.class, CounterSource.class, TunnelComponent.class}, immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class TunnelComponent implements Tunnel, CounterSource {

    /** What the connection is left under. */
    private static final String LAYER = "tunnel";

    private static final Logger LOG = LoggerFactory.getLogger(TunnelComponent.class);

    private final Counters counters = new Counters("tunnel");
    private final Handover handover;
    private final BooleanSupplier ending;
    private final Environment environment;
    private final Supervisor supervisor;

    /** Whether an earlier version has left a connection; set before the settings come. */
    private volatile boolean goesOn;

    /** Null if none is watched. Guarded by this. */
    private ConnectFolder folder;

    @Activate
    public TunnelComponent(BundleContext context, @Reference Handover handover) {
        this(handover, () -> context.getBundle(0).getState() == Bundle.STOPPING, new Environment(CxfGatewayClient::new, new AdapterProviders(), InstantSource.system(),
                () -> ThreadLocalRandom.current().nextDouble(), "Softellect VPN " + context.getBundle().getVersion(),
                karafFolder(context, "karaf.etc"), karafFolder(context, "karaf.base")));
    }

    private static Path karafFolder(BundleContext context, String property) {
        return Path.of(Objects.requireNonNull(context.getProperty(property), () -> "this is no Karaf: there is no " + property));
    }

    /** Of a tunnel that stands alone: it says goodbye when it ends. */
    TunnelComponent(Environment environment) {
        this(Handover.none(), () -> true, environment);
    }

    /** @param ending whether all ends, not only this version of the tunnel */
    TunnelComponent(Handover handover, BooleanSupplier ending, Environment environment) {
        this.handover = handover;
        this.ending = ending;
        this.environment = environment;
        this.supervisor = new Supervisor(environment, scheduler(), counters);
    }

    private static ScheduledExecutorService scheduler() {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "vpn-tunnel-supervisor");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    /** Dynamic: the adapters' bundle can be replaced, and the tunnel then goes on with the new one. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindProvider(TunAdapterProvider provider) {
        supervisor.providerCame(provider);
    }

    void unbindProvider(TunAdapterProvider provider) {
        supervisor.providerGoes(provider);
    }

    /**
     * Optional: without it the system around the tunnel stays as it is. Dynamic: its bundle can be replaced, and what it has done stays meanwhile. It starts
     * before this one, so that nothing is sent before a kill switch is closed.
     */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindSurroundings(Surroundings surroundings) {
        supervisor.surroundingsCame(surroundings);
    }

    void unbindSurroundings(Surroundings surroundings) {
        supervisor.surroundingsGo(surroundings);
    }

    /** So that the first who connects does not wait for what the JVM has never run before. A version that goes on with a connection has no need. */
    void warmUp(TunnelSettings settings) {
        if (!goesOn) {
            new WarmUp(environment.connector(), settings).start();
        }
    }

    synchronized void configure(TunnelSettings settings) {
        supervisor.configure(settings);
        unwatch();
        try {
            watch(Places.of(settings, environment.etc(), environment.base()).connectFolder());
        } catch (IllegalArgumentException | IOException e) {
            LOG.warn("no folder is watched for profiles: {}", e.getMessage());
            supervisor.problem("no folder is watched for profiles: " + e.getMessage());
        }
    }

    private void watch(Path wanted) throws IOException {
        if (wanted != null) {
            folder = new ConnectFolder(wanted, this, supervisor::problem);
        }
    }

    private void unwatch() {
        if (folder != null) {
            folder.close();
            folder = null;
        }
    }

    /** @throws RuntimeException if what the version before has left can't be understood; it is left for a version that does */
    @Activate
    void activate() {
        handover.take(LAYER, Set.of(LeftTunnel.VERSION)).ifPresent(this::goOn);
    }

    private void goOn(HandoverState state) {
        try {
            supervisor.goOn(LeftTunnel.of(state));
            goesOn = true;
        } catch (RuntimeException e) {
            handover.leave(LAYER, state);
            throw e;
        }
    }

    /** Leaves the connection to the next version of the tunnel; at the end of the process says goodbye. */
    @Deactivate
    synchronized void deactivate() {
        unwatch();
        if (ending.getAsBoolean()) {
            supervisor.close();
            return;
        }
        LeftTunnel left = supervisor.leave();
        if (left != null) {
            handover.leave(LAYER, left.state());
        }
    }

    @Override
    public void useProfile(byte[] profile) throws IOException {
        supervisor.useProfile(profile);
    }

    @Override
    public String publicKey() throws IOException {
        return supervisor.publicKey();
    }

    @Override
    public CompletionStage<TunnelStatus> connect() {
        return supervisor.connect();
    }

    @Override
    public void disconnect() {
        supervisor.disconnect();
    }

    @Override
    public TunnelStatus status() {
        return supervisor.status();
    }

    @Override
    public String layer() {
        return counters.layer();
    }

    @Override
    public SortedMap<String, Long> counters() {
        return counters.counters();
    }
}
