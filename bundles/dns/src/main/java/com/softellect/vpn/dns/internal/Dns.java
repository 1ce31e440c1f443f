package com.softellect.vpn.dns.internal;

import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.counter.CounterSource;
import com.softellect.vpn.api.dns.DnsResolver;
import com.softellect.vpn.api.dns.DnsStatus;
import com.softellect.vpn.api.dns.DnsUpstream;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.SessionRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resolver for the clients. It begins anew with each change of its settings and of the services that it uses, and leaves its sockets, the queries
 * that wait and the cache to whoever comes next, so that nobody notices.
 *
 * <p>Threads: all of it happens on the one of {@link Loop}; never on one that carries packets.
 */
@Component(service = {DnsResolver.class, CounterSource.class}, configurationPid = DnsSettings.PID, immediate = true)
@Designate(ocd = DnsSettings.class)
public final class Dns implements DnsResolver, CounterSource {

    private static final Logger LOG = LoggerFactory.getLogger(Dns.class);

    /** The layer's name, and what its state is left under. */
    private static final String LAYER = "dns";

    /** The layout of the state. In the manifest too, see docs/upgrade.md. */
    private static final int VERSION = 1;

    private final Plan plan;
    private final Handover handover;
    private final InetSocketAddress address;
    private final DnsCounters counters = new DnsCounters();
    private final Cache cache;
    private final Upstreams upstreams;
    private final SessionRegistry registry;
    private final ClientDirectory directory;

    /** Both null while it does not run. Written before anybody asks for the status. */
    private Loop loop;
    private Doors doors;

    /** @throws IllegalArgumentException if a setting is of no use; the message names the key and what is right */
    @Activate
    public Dns(@Reference SessionRegistry registry, @Reference ClientDirectory directory, @Reference Handover handover, DnsSettings settings) {
        this.plan = Plan.of(settings);
        this.registry = registry;
        this.directory = directory;
        this.handover = handover;
        this.address = new InetSocketAddress(plan.listen() == null ? own(registry.network()) : plan.listen(), plan.port());
        this.cache = new Cache(plan, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        SystemUpstreams system = new SystemUpstreams(SystemUpstreams.FILE);
        this.upstreams = new Upstreams(() -> others(plan.upstreams().isEmpty() ? system.servers() : plan.upstreams()));
    }

    private static InetAddress own(Ipv4Network network) {
        return Plan.address("listen", Ipv4Network.format(network.address()));
    }

    /** It would ask itself, and itself again. */
    private List<InetSocketAddress> others(List<InetSocketAddress> servers) {
        return servers.stream().filter(server -> !server.equals(address)).distinct().toList();
    }

    @Activate
    public void start() throws IOException {
        HandoverState left = handover.take(LAYER, Set.of(VERSION)).orElse(null);
        if (!plan.enabled()) {
            if (left != null) {
                left.dispose();
            }
            LOG.info("dns: off");
            return;
        }
        try {
            loop = new Loop();
        } catch (IOException e) {
            if (left != null) {
                handover.leave(LAYER, left);
            }
            throw e;
        }
        Resolver resolver = new Resolver(loop, plan, cache, upstreams, counters, new SecureRandom());
        Reception reception = new Reception(registry.network(), new ClientLimits(plan, System::nanoTime),
                new ClientNames(plan, registry, directory), resolver, counters);
        doors = new Doors(address, loop, reception, counters);
        loop.execute(() -> begin(left == null ? Map.of() : left.passing()));
        loop.start();
    }

    private void begin(Map<String, Object> left) {
        if (left.get("cache") instanceof List<?> answers) {
            takeOver(answers);
        }
        List<String> asked = upstreams.inOrder().stream().map(one -> Upstream.text(one.address())).toList();
        LOG.info("dns: asks {}, goes on with {} answers", asked, cache.size());
        doors.open(left);
    }

    private void takeOver(List<?> answers) {
        try {
            cache.takeOver(answers);
        } catch (RuntimeException e) {
            LOG.warn("dns: begins with an empty cache: {}", e.toString());
            cache.clear();
        }
    }

    /** Leaves all that somebody would miss. */
    @Deactivate
    public void stop() {
        if (loop != null) {
            Map<String, Object> left = new HashMap<>();
            loop.stop(() -> {
                left.put("cache", cache.leave());
                doors.leave(left);
            }, () -> left.values().stream().filter(SelectableChannel.class::isInstance).map(SelectableChannel.class::cast).toList());
            handover.leave(LAYER, new HandoverState(VERSION, Map.of(), left, Closing.of(left.values())));
            LOG.info("dns: stopped, {} answers are left", cache.size());
        }
    }

    @Override
    public DnsStatus status() {
        if (doors == null) {
            return new DnsStatus("", false, null, 0, 0, List.of());
        }
        List<DnsUpstream> asked = upstreams.status();
        String closed = doors.problem();
        boolean answering = doors.isOpen() && closed == null;
        return new DnsStatus(Upstream.text(address), answering, answering ? problem(asked) : closed, cache.size(), cache.bytes(), asked);
    }

    private static String problem(List<DnsUpstream> asked) {
        if (asked.isEmpty()) {
            return "there is nobody to ask: set upstreams in etc/" + DnsSettings.PID + ".cfg, or a nameserver in " + SystemUpstreams.FILE;
        }
        return asked.stream().anyMatch(DnsUpstream::usable) ? null
                : "no upstream answers: " + asked.stream().map(one -> one.address() + ": " + one.problem()).collect(Collectors.joining("; "));
    }

    @Override
    public int flush() {
        int answers = cache.size();
        if (loop != null) {
            loop.execute(cache::clear);
        }
        return answers;
    }

    @Override
    public String layer() {
        return LAYER;
    }

    @Override
    public SortedMap<String, Long> counters() {
        return counters.all();
    }
}
