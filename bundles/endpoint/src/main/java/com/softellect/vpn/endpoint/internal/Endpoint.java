package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.client.AddressGuard;
import com.softellect.vpn.api.client.Authenticator;
import com.softellect.vpn.api.dns.DnsResolver;
import com.softellect.vpn.api.gateway.GatewayEndpoint;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.router.PacketRouter;
import com.softellect.vpn.api.session.SessionRegistry;
import com.softellect.vpn.contract.Option;
import com.softellect.vpn.datapath.BatchOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the gateway's SOAP service for as long as registry and router are there, in the place that {@link Publication} has for it.
 *
 * <p>Two precautions against the component runtime (Felix SCR 2.2.6), which drops an instance without deactivating it: if a
 * reference goes while the constructor runs, and if the component's own service is unregistered while it is being activated. Both happen
 * when settings change while bundles start, and what was published would stay behind and keep the successor out. So the constructor
 * publishes nothing, and this component offers no service; its counters are {@link EndpointCounters}.
 *
 * <p>Scheduler: {@code vpn-endpoint-timer} ends parked polls after their 250 ms, and waits for missing batches.
 */
@Component(service = {}, configurationPid = EndpointSettings.PID, immediate = true)
@Designate(ocd = EndpointSettings.class)
public final class Endpoint {

    /** How long a stopping endpoint waits until the polls that it resumed are answered, in milliseconds. */
    private static final long STOP_MILLIS = 2000;

    /** What the orders of batches are left under. */
    private static final String LAYER = "endpoint";

    /** Where Karaf has CXF's servlet. */
    private static final String CONTEXT = "/cxf";

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final String path;
    private final ScheduledThreadPoolExecutor scheduler;
    private final SessionOrders orders;
    private final LongPoll longPoll;
    private final GatewayService service;
    private final Door door;
    private final Limits limits;
    private final Publication publication;
    private final Runnable afterwards;
    private final Handover handover;
    private final SessionRegistry registry;
    private final Announcement announcement;

    /** Set by {@link #start}, used by {@link #stop}; the component runtime calls them one after the other. */
    private Runnable withdrawal;

    @Activate
    public Endpoint(EndpointSettings settings, BundleContext context, @Reference Authenticator authenticator, @Reference AddressGuard guard,
            @Reference SessionRegistry registry, @Reference PacketRouter router, @Reference EndpointCounters counters, @Reference Handover handover,
            @Reference Publication publication) {
        this(settings, context.getBundle().getVersion().toString(), authenticator, guard, registry, router, counters, handover,
                path -> context.registerService(GatewayEndpoint.class, () -> path, null)::unregister, publication, () -> { }, () -> resolverAnswers(context));
    }

    /** Looked up for each client that comes: a reference would have this component made anew with the resolver. */
    private static boolean resolverAnswers(BundleContext context) {
        ServiceReference<DnsResolver> reference = context.getServiceReference(DnsResolver.class);
        DnsResolver resolver = reference == null ? null : context.getService(reference);
        if (resolver == null) {
            return false;
        }
        try {
            return resolver.status().answering();
        } finally {
            context.ungetService(reference);
        }
    }

    /**
     * Of an endpoint that stands alone.
     *
     * @throws IllegalArgumentException if a setting is out of its range; the message names the key and the range
     */
    public Endpoint(EndpointSettings settings, String version, Authenticator authenticator, AddressGuard guard, SessionRegistry registry,
            PacketRouter router, EndpointCounters counters) {
        this(settings, version, authenticator, guard, registry, router, counters, new Publication(counters));
    }

    private Endpoint(EndpointSettings settings, String version, Authenticator authenticator, AddressGuard guard, SessionRegistry registry,
            PacketRouter router, EndpointCounters counters, Publication own) {
        this(settings, version, authenticator, guard, registry, router, counters, Handover.none(), path -> () -> { }, own, own::close, () -> false);
    }

    /**
     * @param afterwards      when this endpoint has ended
     * @param resolverAnswers whether this gateway answers questions for names
     */
    private Endpoint(EndpointSettings settings, String version, Authenticator authenticator, AddressGuard guard, SessionRegistry registry,
            PacketRouter router, EndpointCounters counters, Handover handover, Announcement announcement, Publication publication,
            Runnable afterwards, BooleanSupplier resolverAnswers) {
        this.handover = handover;
        this.registry = registry;
        this.announcement = announcement;
        this.publication = publication;
        this.afterwards = afterwards;
        this.limits = Limits.of(settings);
        this.scheduler = new ScheduledThreadPoolExecutor(1, r -> {
            Thread thread = new Thread(r, "vpn-endpoint-timer");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
        this.orders = new SessionOrders(router, counters.packets(), scheduler);
        this.longPoll = new LongPoll(scheduler);
        PacketExchange packets = new PacketExchange(registry, orders, longPoll, counters.packets());
        this.path = settings.path();
        this.service = new GatewayService(version, authenticator, registry, packets, limits,
                settings.superPackets() ? List.of(Option.SUPER_PACKETS) : List.of(), Pushed.of(settings, resolverAnswers), CallerAddress::ofCurrentCall);
        ShortWay shortWay = settings.shortWay() ? new ShortWay(packets, limits, publication.buffers()) : null;
        this.door = new Door(new Doorkeeper(guard, packets, limits, new BodyRoom(limits, Runtime.getRuntime().maxMemory()), shortWay, publication.arrays(),
                counters), publication.errors(), counters);
    }

    /** @throws RuntimeException if what the version before has left can't be understood; it is left for a version that does */
    @Activate
    public void start() {
        handover.take(LAYER, Set.of(LeftOrders.VERSION)).ifPresent(this::goOn);
        publication.open(path, limits, service, door);
        withdrawal = announcement.announce(CONTEXT + path);
        LOG.info("endpoint: open");
    }

    private void goOn(HandoverState state) {
        try {
            Set<String> live = registry.sessions().stream().map(LeftOrders::key).collect(Collectors.toSet());
            Map<String, BatchOrder.Rest> rests = new HashMap<>(LeftOrders.of(state));
            rests.keySet().retainAll(live);
            orders.goOn(rests);
        } catch (RuntimeException e) {
            handover.leave(LAYER, state);
            throw e;
        }
    }

    /** Answers what is parked before the service goes: a parked call that outlives its service would hang. Then leaves the orders of batches. */
    @Deactivate
    public void stop() {
        withdrawal.run();
        longPoll.stop(STOP_MILLIS);
        publication.vacate();
        afterwards.run();
        handover.leave(LAYER, LeftOrders.state(orders.leave()));
        scheduler.shutdownNow();
        LOG.info("endpoint: closed");
    }
}
