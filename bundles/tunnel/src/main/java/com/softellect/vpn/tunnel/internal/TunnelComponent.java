package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.counter.CounterSource;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.tunnel.Tunnel;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The tunnel as a service. Its settings come through {@link TunnelConfiguration}: a component's settings are its service's public
 * properties, and one of these is a secret.
 */
@Component(service = {Tunnel.class, CounterSource.class, TunnelComponent.class}, immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class TunnelComponent implements Tunnel, CounterSource {

    private final Counters counters = new Counters("tunnel");
    private final Supervisor supervisor;

    @Activate
    public TunnelComponent(BundleContext context) {
        this(new Environment(CxfGatewayClient::new, new AdapterProviders(), InstantSource.system(),
                () -> ThreadLocalRandom.current().nextDouble(), "Softellect VPN " + context.getBundle().getVersion()));
    }

    TunnelComponent(Environment environment) {
        supervisor = new Supervisor(environment, scheduler(), counters);
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

    void configure(TunnelSettings settings) {
        supervisor.configure(settings);
    }

    @Deactivate
    void deactivate() {
        supervisor.close();
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
