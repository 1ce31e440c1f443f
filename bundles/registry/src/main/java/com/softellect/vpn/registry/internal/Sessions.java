package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.audit.AuditLog;
import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.counter.CounterSource;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Quota;
import com.softellect.vpn.api.policy.UsageStore;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import com.softellect.vpn.datapath.QueueLimits;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry. Opening and ending sessions happens under one lock, one at a time; look-ups take none.
 *
 * <p>Scheduler: {@code vpn-registry-timer} ends the sessions that were silent for too long, wakes polls when a client's limit does not hold its
 * packets back any more, and keeps what clients have used of their quotas.
 */
@Component(service = {SessionRegistry.class, CounterSource.class}, configurationPid = RegistrySettings.PID, immediate = true)
@Designate(ocd = RegistrySettings.class)
public final class Sessions implements SessionRegistry, CounterSource {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final int MAX_PACKET_BYTES = 65_535;

    /** How often it is kept what clients have used of their quotas, in seconds. */
    private static final int SAVE_SECONDS = 10;

    /** One of them may wait for the disk, and nobody is to wait for that. */
    private static final int TIMER_THREADS = 2;

    /** What the sessions are left under. */
    private static final String LAYER = "registry";

    private final Handover handover;
    private final Ipv4Network network;
    private final int mtu;
    private final int idleSeconds;
    private final int maxSessions;
    private final QueueLimits queueLimits;

    private final SecureRandom random = new SecureRandom();
    private final Counters counters = new Counters("registry");
    private final Map<Long, ClientSession> byKey = new ConcurrentHashMap<>();
    private final AddressTable byAddress;
    private final EndedSessions ended = new EndedSessions();
    private final QuotaLedger quotas = new QuotaLedger(InstantSource.system());
    private final ScheduledExecutorService scheduler;

    /** Guarded by this, as is every change of the two tables above. */
    private final Map<String, ClientSession> byClient = new HashMap<>();
    private long lastNumber;
    private boolean expiring;

    /** Of a registry that stands alone. */
    public Sessions(RegistrySettings settings) {
        this(settings, Handover.none());
    }

    /** @throws IllegalArgumentException if a setting is out of its range; the message names the key and the range */
    @Activate
    public Sessions(RegistrySettings settings, @Reference Handover handover) {
        this.handover = handover;
        this.network = network(settings.network());
        this.mtu = inRange("mtu", settings.mtu(), TunAdapterSettings.MIN_MTU, TunAdapterSettings.MAX_MTU);
        this.idleSeconds = inRange("idleSeconds", settings.idleSeconds(), 1, 86_400);
        this.maxSessions = inRange("maxSessions", settings.maxSessions(), 1, 65_534);
        this.queueLimits = queueLimits(settings);
        this.byAddress = new AddressTable(network);
        this.scheduler = Executors.newScheduledThreadPool(TIMER_THREADS, r -> {
            Thread thread = new Thread(r, "vpn-registry-timer");
            thread.setDaemon(true);
            return thread;
        });
        LOG.info("registry: network {}, up to {} sessions", network, maxSessions);
    }

    /** Dynamic: sessions go on while the store is replaced; what is counted meanwhile is kept afterwards. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public void bindUsage(UsageStore added) {
        quotas.use(added);
    }

    public void unbindUsage(UsageStore removed) {
        quotas.forget(removed);
    }

    private static Ipv4Network network(String text) {
        Ipv4Network network;
        try {
            network = Ipv4Network.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid("network", e.getMessage());
        }
        if (network.prefixLength() < AddressTable.SHORTEST_PREFIX || network.prefixLength() > AddressTable.LONGEST_PREFIX
                || !network.isHost(network.address())) {
            throw invalid("network", "'" + text + "' must have a prefix length of 16 to 30 and a host address in it, like 10.66.77.1/24");
        }
        return network;
    }

    private static QueueLimits queueLimits(RegistrySettings settings) {
        return new QueueLimits(inRange("queuePackets", settings.queuePackets(), 1, 100_000),
                inRange("queueBytes", settings.queueBytes(), MAX_PACKET_BYTES, 1 << 30),
                inRange("queueFlows", settings.queueFlows(), 1, 65_536),
                inRange("queueTargetMillis", settings.queueTargetMillis(), 1, 10_000),
                inRange("queueIntervalMillis", settings.queueIntervalMillis(), 1, 60_000));
    }

    private static int inRange(String key, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw invalid(key, value + " is outside " + lowest + " to " + highest);
        }
        return value;
    }

    /** Dynamic: the log has nothing to do with who is connected. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public void bindAudit(AuditLog added) {
        quotas.use(added);
    }

    public void unbindAudit(AuditLog removed) {
        quotas.forget(removed);
    }

    private static IllegalArgumentException invalid(String key, String why) {
        return new IllegalArgumentException("etc/" + RegistrySettings.PID + ".cfg, key " + key + ": " + why);
    }

    /**
     * Goes on with the sessions that the version before has left.
     *
     * @throws RuntimeException if they can't be understood; they are left for a version that does
     */
    @Activate
    public void start() {
        HandoverState state = handover.take(LAYER, LeftRegistry.KNOWN_VERSIONS).orElse(null);
        if (state == null) {
            return;
        }
        try {
            takeOver(LeftRegistry.of(state));
        } catch (RuntimeException e) {
            handover.leave(LAYER, state);
            throw e;
        }
    }

    private synchronized void takeOver(LeftRegistry left) {
        left.ended().forEach(ended::remember);
        lastNumber = left.last();
        boolean same = left.network().equals(network) && left.mtu() == mtu;
        for (LeftSession one : left.sessions()) {
            if (same) {
                ClientSession session = new ClientSession(one, meter(one.clientId(), one.policy()), queueLimits, counters, scheduler);
                byKey.put(session.key(), session);
                byClient.put(session.clientId(), session);
                byAddress.put(session);
            } else {
                ended.remember(one.id(), EndReason.SHUTDOWN);
                counters.drop(DropReason.SESSION_ENDED, one.queued().size());
            }
        }
        if (same && !left.sessions().isEmpty()) {
            startExpiring();
        }
        LOG.info("registry: {} of {} sessions go on", byKey.size(), left.sessions().size());
    }

    /** Leaves the sessions for the next version. */
    @Deactivate
    public synchronized void stop() {
        List<LeftSession> sessions = byKey.values().stream().map(ClientSession::leave).toList();
        scheduler.shutdownNow(); // not before: a session that is not left yet may want to wait for its pace
        quotas.save();
        byKey.clear();
        byClient.clear();
        handover.leave(LAYER, new LeftRegistry(network, mtu, lastNumber, sessions, ended.all()).layouts());
        LOG.info("registry: stopped with {} sessions", sessions.size());
    }

    @Override
    public synchronized Session open(Client client, boolean superPackets) throws AuthenticationException {
        if (!network.isHost(client.address()) || client.address() == network.address()) {
            throw new AuthenticationException(Reason.REFUSED, "the gateway's operator must give client '" + client.id()
                    + "' another address: " + Ipv4Network.format(client.address()) + " is not a free address of " + network);
        }
        ClientSession old = byClient.get(client.id());
        ClientSession neighbour = byAddress.get(client.address());
        if (neighbour != null && neighbour != old) {
            throw new AuthenticationException(Reason.ADDRESS_IN_USE, "address " + Ipv4Network.format(client.address())
                    + " is in use by another client: the gateway's operator must give one of the two another address");
        }
        if (old == null && byClient.size() >= maxSessions) {
            throw new AuthenticationException(Reason.FULL, "the gateway has its " + maxSessions
                    + " sessions: try again later, or have its operator raise maxSessions");
        }
        ClientSession session = new ClientSession(unusedId(), ++lastNumber, client, superPackets, meter(client.id(), client.policy()), queueLimits,
                counters, scheduler);
        byKey.put(session.key(), session);
        byClient.put(client.id(), session);
        if (old != null) {
            byKey.remove(old.key(), old);
            if (old.address() != session.address()) {
                byAddress.remove(old);
            }
        }
        byAddress.put(session);
        if (old != null) {
            ended(old, EndReason.REPLACED);
        }
        LOG.info("{} opened, address {}{}", session, Ipv4Network.format(session.address()), superPackets ? ", takes super-packets" : "");
        startExpiring();
        return session;
    }

    /** From the first session on, so that a registry that the component runtime makes and never uses leaves no thread behind. */
    private void startExpiring() {
        if (!expiring) {
            long periodMillis = Math.min(1000L, idleSeconds * 250L);
            scheduler.scheduleWithFixedDelay(this::look, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
            scheduler.scheduleWithFixedDelay(quotas::save, SAVE_SECONDS, SAVE_SECONDS, TimeUnit.SECONDS);
            expiring = true;
        }
    }

    /** The first 8 bytes of its hash must differ from those of every live session; once in an age of the universe they do not. */
    private String unusedId() {
        String id = SessionId.create(random);
        while (byKey.containsKey(SessionId.parse(id).key())) {
            id = SessionId.create(random);
        }
        return id;
    }

    @Override
    public Session find(String sessionId) {
        SessionId id = SessionId.parse(sessionId);
        ClientSession session = id == null ? null : byKey.get(id.key());
        return session != null && session.sessionId().matches(id) && session.isLive() ? session : null;
    }

    @Override
    public EndReason endReason(String sessionId) {
        SessionId id = SessionId.parse(sessionId);
        return id == null ? null : ended.reason(id);
    }

    @Override
    public Session byAddress(int address) {
        return byAddress.get(address);
    }

    @Override
    public synchronized void end(Session session, EndReason reason) {
        ClientSession own = (ClientSession) session;
        if (byKey.remove(own.key(), own)) {
            byClient.remove(own.clientId(), own);
            byAddress.remove(own);
            ended(own, reason);
        }
    }

    /** Of a session that is in no table any more. Remembered before its polls are answered, since they ask for the reason. */
    private void ended(ClientSession session, EndReason reason) {
        ended.remember(session.sessionId(), reason);
        session.endNow(reason);
        LOG.info("{} ended: {}", session, reason);
    }

    @Override
    public synchronized void endClient(String clientId, EndReason reason) {
        ClientSession session = byClient.get(clientId);
        if (session != null) {
            end(session, reason);
        }
    }

    @Override
    public synchronized void clientChanged(Client changed) {
        ClientSession session = byClient.get(changed.id());
        if (session != null) {
            session.changed(changed, meter(changed.id(), changed.policy()));
        }
    }

    /** @return null if there is no quota */
    private QuotaMeter meter(String clientId, Policy policy) {
        if (policy.quota() != null) {
            return quotas.meter(clientId, policy.quota());
        }
        quotas.forget(clientId);
        return null;
    }

    @Override
    public long quotaUsed(Client client) {
        Quota quota = client.policy().quota();
        return quota == null ? 0 : quotas.used(client.id(), quota);
    }

    private void look() {
        endSilentSessions();
        if (quotas.look()) {
            scheduler.execute(quotas::save); // a crash is not to give it back
        }
        Instant now = Instant.now();
        byKey.values().forEach(session -> session.look(now));
    }

    private void endSilentSessions() {
        byKey.values().stream().filter(s -> s.idleMillis() > idleSeconds * 1000L).forEach(s -> end(s, EndReason.IDLE));
    }

    @Override
    public List<Session> sessions() {
        return byKey.values().stream().sorted(Comparator.comparingInt(ClientSession::address)).collect(Collectors.toList());
    }

    @Override
    public Ipv4Network network() {
        return network;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public int idleSeconds() {
        return idleSeconds;
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
