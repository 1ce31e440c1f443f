package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.ParkedPoll;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionTraffic;
import com.softellect.vpn.datapath.Pace;
import com.softellect.vpn.datapath.PacketQueue;
import com.softellect.vpn.datapath.QueueLimits;
import com.softellect.vpn.datapath.QueueListener;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A session. Queue, permits, parked polls and liveness change together, under one lock; wake actions run outside it.
 *
 * <p>The permits of {@code packetsAvailable} are the packets in the queue: {@link #offer} adds one of each, {@link #take} and whatever drops a
 * queued packet remove as many of each. There is no second number that could drift from the first.
 *
 * <p>Who is woken: a parked poll takes up to {@value #PACKETS_PER_POLL} packets or {@value #BYTES_PER_POLL} bytes, so one more is woken only when
 * the polls that were woken and have not yet taken can't take all that is queued. While the client's limit holds packets back nobody is: whoever would
 * be is when the wait is over.
 */
final class ClientSession implements Session {

    /** What a poll takes at most; the specification's limit of one answer. */
    private static final int PACKETS_PER_POLL = 100;

    /** What a poll takes at most in bytes of packets: the endpoint's limit of one answer. With super-packets it is reached first. */
    private static final int BYTES_PER_POLL = 256 << 10;

    private final SessionId id;

    /** Null if only its hash is known. */
    private final String secretText;
    private final long number;
    private final String clientId;
    private final int address;
    private final boolean superPackets;
    private final Instant openedAt;
    private final Counters counters;
    private final ScheduledExecutorService scheduler;

    private final Object lock = new Object();
    private final PacketQueue queue;
    private final ArrayDeque<Parked> parked = new ArrayDeque<>();
    private int wokenNotYetTaken;
    private final Pace pace = new Pace();

    /** Whether somebody will look for polls to wake when packets are not held back any more. */
    private boolean waiting;

    /** Published by {@link #endNow} under the lock; null while the session is live. Read without the lock by callers that only want to know. */
    private volatile EndReason ended;

    /** Published by {@link #changed}: by whoever changes the client. */
    private volatile boolean clientToClient;
    private volatile Policy policy;

    /** Of the client's quota; null if it has none. Published by {@link #changed}. */
    private volatile QuotaMeter meter;

    /** When the client's time is over; null: never, or not known yet. Published by {@link #changed}. */
    private volatile Instant expires;

    /** Published by {@link #look}, and with every change; null: there is nothing to say. */
    private volatile String notice;

    /** Published by {@link #touch}, which any call of the client does; the latest one counts, whichever it is. */
    private volatile long touchedNanos = System.nanoTime();

    private final LongAdder packetsUp = new LongAdder();
    private final LongAdder bytesUp = new LongAdder();
    private final LongAdder packetsDown = new LongAdder();
    private final LongAdder bytesDown = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /** A new session. @param meter of the client's quota; null if it has none */
    ClientSession(String secretText, long number, Client client, boolean superPackets, QuotaMeter meter, QueueLimits limits, Counters counters,
            ScheduledExecutorService scheduler) {
        this.id = SessionId.parse(secretText);
        this.secretText = secretText;
        this.openedAt = Instant.now();
        this.number = number;
        this.clientId = client.id();
        this.address = client.address();
        this.clientToClient = client.clientToClient();
        this.policy = client.policy();
        this.meter = meter;
        this.superPackets = superPackets;
        this.counters = counters;
        this.scheduler = scheduler;
        this.queue = new PacketQueue(limits, new Losses());
        this.pace.set(policy.downBitsPerSecond(), System.nanoTime());
        this.expires = client.expires();
        look(openedAt);
    }

    /** One that an earlier version of the registry has left. */
    ClientSession(LeftSession left, QuotaMeter meter, QueueLimits limits, Counters counters, ScheduledExecutorService scheduler) {
        this.id = left.id();
        this.secretText = null;
        this.openedAt = left.openedAt();
        this.number = left.number();
        this.clientId = left.clientId();
        this.address = left.address();
        this.clientToClient = left.clientToClient();
        this.policy = left.policy();
        this.meter = meter;
        this.superPackets = left.superPackets();
        this.counters = counters;
        this.scheduler = scheduler;
        this.queue = new PacketQueue(limits, new Losses());
        this.pace.set(policy.downBitsPerSecond(), System.nanoTime());
        this.touchedNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(left.idleMillis());
        SessionTraffic traffic = left.traffic();
        packetsUp.add(traffic.packetsUp());
        bytesUp.add(traffic.bytesUp());
        packetsDown.add(traffic.packetsDown());
        bytesDown.add(traffic.bytesDown());
        dropped.add(traffic.dropped());
        queue.continueAt(left.nextSequence());
        left.queued().forEach(this::offer);
        look(Instant.now());
    }

    @Override
    public boolean offer(byte[] packet) {
        Runnable wake = null;
        synchronized (lock) {
            if (ended != null) {
                drop(DropReason.SESSION_ENDED);
                return false;
            }
            queue.offer(packet);
            wake = nextToWake();
        }
        counters.in(packet.length);
        run(wake);
        return true;
    }

    @Override
    public Batch take(int maxPackets, int maxBytes) {
        Batch batch;
        Runnable wake;
        synchronized (lock) {
            wokenNotYetTaken = Math.max(0, wokenNotYetTaken - 1);
            batch = takeAtPace(maxPackets, maxBytes);
            wake = nextToWake();
        }
        run(wake);
        if (!batch.isEmpty()) {
            long bytes = batch.bytes();
            packetsDown.add(batch.packets().size());
            bytesDown.add(bytes);
            countQuota(bytes);
            batch.packets().forEach(p -> counters.out(p.length));
        }
        return batch;
    }

    /** Called under the lock. */
    private Batch takeAtPace(int maxPackets, int maxBytes) {
        if (pace.isUnlimited()) {
            return queue.take(maxPackets, maxBytes);
        }
        long now = System.nanoTime();
        if (pace.wait(queue.bytes(), now) > 0) {
            return queue.none();
        }
        Batch batch = queue.take(maxPackets, Math.min(maxBytes, pace.credit(now)));
        pace.spend(batch.bytes(), now);
        return batch;
    }

    @Override
    public ParkedPoll park(Runnable wake) {
        Parked poll = new Parked(wake);
        Runnable now = null;
        synchronized (lock) {
            if (ended != null || queue.size() > 0 && !isHeldBack()) {
                now = wake;
            } else {
                parked.add(poll);
                if (parked.size() > MAX_PARKED_POLLS) {
                    now = parked.remove().wake;
                }
            }
        }
        run(now);
        return poll;
    }

    /** Called under the lock. Which parked poll, if any, is to be woken for what is queued. */
    private Runnable nextToWake() {
        if (parked.isEmpty() || wokenOnesTakeAll() || isHeldBack()) {
            return null;
        }
        wokenNotYetTaken++;
        return parked.remove().wake;
    }

    /** Called under the lock, with packets queued. Whether they may not be taken yet; if so polls are looked after when they may. */
    private boolean isHeldBack() {
        if (pace.isUnlimited()) {
            return false;
        }
        long wait = pace.wait(queue.bytes(), System.nanoTime());
        if (wait > 0 && !waiting) {
            waiting = true;
            scheduler.schedule(this::waited, wait, TimeUnit.NANOSECONDS);
        }
        return wait > 0;
    }

    private void waited() {
        Runnable wake;
        synchronized (lock) {
            waiting = false;
            wake = nextToWake();
        }
        run(wake);
    }

    private boolean wokenOnesTakeAll() {
        return queue.size() <= wokenNotYetTaken * PACKETS_PER_POLL && queue.bytes() <= (long) wokenNotYetTaken * BYTES_PER_POLL;
    }

    private static void run(Runnable wake) {
        if (wake != null) {
            wake.run();
        }
    }

    private void drop(DropReason reason) {
        counters.drop(reason);
        dropped.increment();
    }

    /** Ends the session: what is queued is dropped, all parked polls are woken. */
    void endNow(EndReason reason) {
        List<Parked> all;
        synchronized (lock) {
            ended = reason;
            int lost = queue.clear();
            counters.drop(DropReason.SESSION_ENDED, lost);
            dropped.add(lost);
            all = List.copyOf(parked);
            parked.clear();
        }
        all.forEach(p -> p.wake.run());
    }

    /** Ends this object, not the session: what is queued goes along, all parked polls are woken. */
    LeftSession leave() {
        LeftSession left;
        List<Parked> all;
        synchronized (lock) {
            ended = EndReason.SHUTDOWN;
            Batch queued = queue.take(Integer.MAX_VALUE, Long.MAX_VALUE);
            left = new LeftSession(id, number, clientId, address, openedAt, clientToClient, policy, superPackets, traffic(), queued.sequence(),
                    idleMillis(), queued.packets());
            all = List.copyOf(parked);
            parked.clear();
        }
        all.forEach(p -> p.wake.run());
        return left;
    }

    SessionId sessionId() {
        return id;
    }

    long key() {
        return id.key();
    }

    @Override
    public String id() {
        return secretText;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public int address() {
        return address;
    }

    @Override
    public Instant openedAt() {
        return openedAt;
    }

    @Override
    public long idleMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - touchedNanos);
    }

    @Override
    public void touch() {
        touchedNanos = System.nanoTime();
    }

    @Override
    public boolean isLive() {
        return ended == null;
    }

    @Override
    public EndReason endReason() {
        return ended;
    }

    @Override
    public boolean clientToClient() {
        return clientToClient;
    }

    @Override
    public Policy policy() {
        return policy;
    }

    @Override
    public boolean quotaUsedUp() {
        QuotaMeter counting = meter;
        return counting != null && counting.isUsedUp();
    }

    @Override
    public boolean superPackets() {
        return superPackets;
    }

    /**
     * What it may do is this from now on.
     *
     * @param counting what counts the quota of the client's policy; null if it has none
     */
    void changed(Client client, QuotaMeter counting) {
        Runnable wake;
        synchronized (lock) {
            clientToClient = client.clientToClient();
            policy = client.policy();
            expires = client.expires();
            meter = counting;
            pace.set(policy.downBitsPerSecond(), System.nanoTime());
            wake = nextToWake();
        }
        run(wake);
        look(Instant.now());
    }

    /** Sees to the notice; one after the other, so that the last one knows all changes. */
    void look(Instant now) {
        synchronized (lock) {
            notice = Notice.of(policy, expires, quotaUsedUp(), now);
        }
    }

    @Override
    public String notice() {
        return notice;
    }

    @Override
    public int permits() {
        synchronized (lock) {
            return queue.size();
        }
    }

    @Override
    public int parkedPolls() {
        synchronized (lock) {
            return parked.size();
        }
    }

    @Override
    public SessionTraffic traffic() {
        return new SessionTraffic(packetsUp.sum(), bytesUp.sum(), packetsDown.sum(), bytesDown.sum(), dropped.sum());
    }

    @Override
    public void countFromClient(int packets, long bytes) {
        packetsUp.add(packets);
        bytesUp.add(bytes);
        countQuota(bytes);
    }

    private void countQuota(long bytes) {
        QuotaMeter counting = meter;
        if (counting != null) {
            counting.count(bytes);
        }
    }

    @Override
    public String toString() {
        return "session " + number + " of client '" + clientId + "'";
    }

    /** Counts what the queue throws away, and what it marks. */
    private final class Losses implements QueueListener {

        @Override
        public void dropped(DropReason reason) {
            drop(reason);
        }

        @Override
        public void marked() {
            counters.mark();
        }
    }

    private final class Parked implements ParkedPoll {

        private final Runnable wake;

        Parked(Runnable wake) {
            this.wake = wake;
        }

        @Override
        public boolean unpark() {
            synchronized (lock) {
                return parked.remove(this);
            }
        }
    }
}
