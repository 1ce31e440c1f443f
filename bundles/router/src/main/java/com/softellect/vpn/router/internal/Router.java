package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.counter.CounterSource;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.egress.PacketEgress;
import com.softellect.vpn.api.router.PacketRouter;
import com.softellect.vpn.api.router.RouterStatus;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import com.softellect.vpn.datapath.ReceiveLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
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
 * The packet router: keeps the gateway's TUN adapter open and its inbound loop running, and routes what the two doors let in,
 * {@link FromAdapter} and {@link FromSession}. What an egress gives back comes in through the adapter's door.
 *
 * <p>An adapter that can't be opened does not stop the router: sessions reach each other, and {@link #status} says what to do.
 *
 * <p>Threads: opening and closing the adapter happens under this object's lock; packets never take it.
 */
@Component(service = {PacketRouter.class, CounterSource.class}, configurationPid = RouterSettings.PID, immediate = true)
@Designate(ocd = RouterSettings.class)
public final class Router implements PacketRouter, CounterSource {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /** The kind of adapter that is never chosen by itself: it leads nowhere. */
    private static final String MEMORY = "memory";

    private static final int MOST_REFUSALS = 1000;

    private final Counters counters = new Counters("router");
    private final SessionRegistry registry;
    private final ToAdapter toAdapter = new ToAdapter(counters);
    private final ToEgress toEgress = new ToEgress(counters);
    private final Refusals refusals;
    private final FromSession fromSession;

    /** Guarded by this. */
    private final List<TunAdapterProvider> providers = new ArrayList<>();
    private RouterSettings settings;
    private TunAdapterProvider provider;
    private TunAdapter adapter;
    private ReceiveLoop inbound;
    private PacketEgress egress;

    /** Published under the lock or by the inbound loop when it ends; read by {@link #status}. */
    private volatile RouterStatus status;

    @Activate
    public Router(@Reference SessionRegistry registry, RouterSettings settings) {
        this.registry = registry;
        this.settings = settings;
        this.refusals = new Refusals(registry.network());
        this.refusals.limit(refusalsPerSecond(settings));
        this.fromSession = new FromSession(registry, toAdapter, toEgress, refusals, counters);
        this.status = closed(noProvider());
    }

    @Modified
    public synchronized void configure(RouterSettings changed) {
        close("its settings changed");
        settings = changed;
        refusals.limit(refusalsPerSecond(changed));
        open();
    }

    /** The adapter is left for the next version of the router. */
    @Deactivate
    public synchronized void stop() {
        fromSession.stop();
        leave("the router stops");
        if (egress != null) {
            leaveEgress();
        }
    }

    /** Dynamic: the adapter follows its provider, and the router with its sessions' packets goes on meanwhile. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public synchronized void bindProvider(TunAdapterProvider added) {
        providers.add(added);
        if (adapter == null && isWanted(added)) {
            open();
        }
    }

    public synchronized void unbindProvider(TunAdapterProvider removed) {
        providers.remove(removed);
        if (adapter != null && provider == removed) {
            leave("the provider of adapter type '" + removed.type() + "' went away");
        }
    }

    /** Dynamic: the sessions' packets go on while it comes and goes. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindEgress(PacketEgress added) {
        if (egress != null) {
            leaveEgress();
        }
        egress = added;
        added.open(registry.network(), registry.mtu(), new FromAdapter(registry, counters, problem -> { })::received);
        toEgress.use(added);
        LOG.info("packets for other networks do not pass the adapter any more");
    }

    public synchronized void unbindEgress(PacketEgress removed) {
        if (egress == removed) {
            leaveEgress();
            LOG.info("packets for other networks pass the adapter again");
        }
    }

    private void leaveEgress() {
        toEgress.awaitNext();
        egress.close();
        egress = null;
    }

    /** A gateway that carries nothing would be a high price for this: what can't be used is reported, and the default is taken. */
    private static int refusalsPerSecond(RouterSettings settings) {
        int messages = settings.refusalsPerSecond();
        if (messages >= 0 && messages <= MOST_REFUSALS) {
            return messages;
        }
        LOG.error("etc/{}.cfg, key refusalsPerSecond: {} is outside 0 to {}; it is {} for now", RouterSettings.PID, messages, MOST_REFUSALS,
                RouterSettings.REFUSALS_PER_SECOND);
        return RouterSettings.REFUSALS_PER_SECOND;
    }

    private boolean isWanted(TunAdapterProvider candidate) {
        String type = settings.adapterType();
        return type.equals(RouterSettings.AUTO) ? candidate.supported() && !candidate.type().equals(MEMORY) : candidate.type().equals(type);
    }

    private void open() {
        provider = providers.stream().filter(this::isWanted).findFirst().orElse(null);
        if (provider == null) {
            status = closed(noProvider());
            return;
        }
        try {
            adapter = provider.open(new TunAdapterSettings(settings.adapterName(), registry.network(), registry.mtu(), settings.offload()));
        } catch (TunAdapterException | RuntimeException e) {
            LOG.error("the gateway has no adapter: {} (settings: etc/{}.cfg)", e.getMessage(), RouterSettings.PID);
            toAdapter.close();
            status = closed(e.getMessage());
            return;
        }
        status = new RouterStatus(provider.type(), adapter.settings().name(), adapter.settings().offload(), true, null);
        toAdapter.use(adapter);
        inbound = new ReceiveLoop("vpn-router-inbound", adapter, new FromAdapter(registry, counters, this::inboundEnded));
        inbound.start();
        LOG.info("adapter {} is up: {}, MTU {}, {} offload", adapter.settings().name(), registry.network(), registry.mtu(),
                adapter.settings().offload() ? "with" : "without");
    }

    /** On the inbound loop's thread. Without a problem it was stopped, and whoever stopped it says why. */
    private void inboundEnded(String problem) {
        if (problem != null) {
            status = new RouterStatus(status.adapterType(), status.adapterName(), status.offload(), false, problem);
        }
    }

    private void close(String why) {
        if (adapter != null) {
            toAdapter.close();
            inbound.stop();
            adapter.close();
            LOG.info("adapter {} is closed: {}", adapter.settings().name(), why);
            forget();
        }
        status = closed(why);
    }

    /** The system's adapter stays for the next router, or the next version of its provider. */
    private void leave(String why) {
        if (adapter != null) {
            toAdapter.awaitNext();
            inbound.stop();
            adapter.leave();
            LOG.info("adapter {} is left: {}", adapter.settings().name(), why);
            forget();
        }
        status = closed(why);
    }

    private void forget() {
        adapter = null;
        inbound = null;
    }

    private String noProvider() {
        return "no adapter of type '" + settings.adapterType() + "' on this machine: start the bundle com.softellect.vpn.interop, or correct "
                + "adapterType in etc/" + RouterSettings.PID + ".cfg";
    }

    private RouterStatus closed(String why) {
        return new RouterStatus(settings.adapterType(), settings.adapterName(), false, false, why);
    }

    @Override
    public void route(Session from, List<byte[]> packets) {
        for (byte[] packet : packets) {
            fromSession.route(from, packet);
        }
    }

    @Override
    public RouterStatus status() {
        return status;
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
