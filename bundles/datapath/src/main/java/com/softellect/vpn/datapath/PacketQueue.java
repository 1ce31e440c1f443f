package com.softellect.vpn.datapath;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.session.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Packets that wait, bounded in packets, bytes and time, each numbered as it is taken: fair queueing with controlled delay (FQ-CoDel, RFC 8290).
 *
 * <ol>
 *   <li>{@link #offer}: a packet joins the queue of its flow. A queue that is full makes room by dropping the oldest packets of the flow that has
 *       the most bytes, whosever packet it is that has come;
 *   <li>{@link #take}: flows that had nothing queued before come first, then the others in turn, each {@value #QUANTUM_BYTES} bytes at a time. A
 *       super-packet is given out whole and paid back by waiting for as many turns as it is worth;
 *   <li>a flow whose packets wait for longer than the target, for an interval on end, is told so: a packet is marked if its sender understands
 *       that, else dropped, from the head, where the news is newest. The last packet of a flow is never dropped for that, and neither is one
 *       behind which there is less than its own length: what comes in one piece is no standing queue.
 * </ol>
 *
 * <p>Packets of one flow come out in the order in which they went in. Packets that are dropped use up no numbers. A packet costs no object.
 *
 * <p>Not thread-safe: the owner guards it with its own lock, together with the state that must agree with it.
 */
public final class PacketQueue {

    /** What a flow gives out in its turn: a packet of an Ethernet's MTU. */
    private static final int QUANTUM_BYTES = 1514;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final QueueLimits limits;
    private final long targetNanos;
    private final long intervalNanos;
    private final QueueListener listener;
    private final LongSupplier nanoTime;
    private final FlowHash hash;

    private final PacketSlots slots = new PacketSlots();
    private final Flow[] flows;
    private final FlowList sparse = new FlowList();
    private final FlowList bulk = new FlowList();

    /** Those that are in no list and not in the table. */
    private final FlowList spare = new FlowList();
    private int size;
    private long bytes;
    private long nextSequence;

    public PacketQueue(QueueLimits limits, QueueListener listener) {
        this(limits, listener, System::nanoTime, ThreadLocalRandom.current().nextLong());
    }

    /**
     * @param nanoTime as {@link System#nanoTime}
     * @param seed     of what decides which flows meet in one queue
     */
    PacketQueue(QueueLimits limits, QueueListener listener, LongSupplier nanoTime, long seed) {
        this.limits = limits;
        this.targetNanos = limits.targetMillis() * NANOS_PER_MILLI;
        this.intervalNanos = limits.intervalMillis() * NANOS_PER_MILLI;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.hash = new FlowHash(seed);
        this.flows = new Flow[limits.flows()];
    }

    /** The next packet that is taken has this number: the queue goes on where another one has ended. */
    public void continueAt(long sequence) {
        nextSequence = sequence;
    }

    /** Queues a packet, and drops others if there is no room. */
    public void offer(byte[] packet) {
        while (size >= limits.maxPackets() || bytes + packet.length > limits.maxBytes()) {
            drop(fattest(), DropReason.QUEUE_FULL);
        }
        flowOf(packet).add(packet, nanoTime.getAsLong());
        size++;
        bytes += packet.length;
    }

    /** In a list of turns: one that was in none has a quantum, and its turn before those that had something queued all along. */
    private Flow flowOf(byte[] packet) {
        int index = Integer.remainderUnsigned(hash.of(packet), flows.length);
        Flow flow = flows[index];
        if (flow == null) {
            flow = spare.first() == null ? new Flow(slots) : spare.removeFirst();
            flow.index = index;
            flows[index] = flow;
        }
        if (!flow.listed) {
            flow.listed = true;
            flow.credit = QUANTUM_BYTES;
            sparse.add(flow);
        }
        return flow;
    }

    private Flow fattest() {
        Flow fattest = fatter(bulk.first(), sparse.first());
        return fatter(sparse.first(), fattest);
    }

    private static Flow fatter(Flow first, Flow than) {
        Flow fattest = than;
        for (Flow flow = first; flow != null; flow = flow.following) {
            if (fattest == null || flow.bytes() > fattest.bytes()) {
                fattest = flow;
            }
        }
        return fattest;
    }

    private byte[] remove(Flow flow) {
        byte[] packet = flow.remove();
        size--;
        bytes -= packet.length;
        return packet;
    }

    private void drop(Flow flow, DropReason reason) {
        remove(flow);
        listener.dropped(reason);
    }

    /**
     * Takes packets.
     *
     * @param most      at least 1
     * @param mostBytes a packet that would go beyond is left for the next batch; the first one is taken whatever its size
     * @return without packets only if none are queued
     */
    public Batch take(int most, long mostBytes) {
        long now = nanoTime.getAsLong();
        List<byte[]> taken = new ArrayList<>(Math.min(most, size));
        long takenBytes = 0;
        Flow flow;
        while (taken.size() < most && (flow = nextTurn(now)) != null && (taken.isEmpty() || takenBytes + flow.head().length <= mostBytes)) {
            if (!flow.delay.signals(now - flow.headQueuedAt(), isStanding(flow), now, targetNanos, intervalNanos)) {
                takenBytes += takeFrom(flow, taken);
            } else if (CongestionMark.put(flow.head())) {
                listener.marked();
                takenBytes += takeFrom(flow, taken);
            } else {
                drop(flow, DropReason.QUEUE_DELAY);
            }
        }
        Batch batch = new Batch(nextSequence, taken);
        nextSequence = batch.next();
        return batch;
    }

    /** A batch without packets, as of a queue without any. */
    public Batch none() {
        return new Batch(nextSequence, List.of());
    }

    private static boolean isStanding(Flow flow) {
        return flow.bytes() > 2 * flow.head().length;
    }

    private int takeFrom(Flow flow, List<byte[]> taken) {
        byte[] packet = remove(flow);
        flow.credit -= packet.length;
        taken.add(packet);
        return packet.length;
    }

    /** The flow whose turn it is: it has a packet, and credit left. Null if no packet is queued. */
    private Flow nextTurn(long now) {
        while (true) {
            FlowList list = sparse.first() != null ? sparse : bulk;
            Flow flow = list.first();
            if (flow == null) {
                return null;
            }
            if (flow.isEmpty()) {
                leave(list, now);
            } else if (flow.credit > 0) {
                return flow;
            } else {
                flow.credit += QUANTUM_BYTES;
                bulk.add(list.removeFirst());
            }
        }
    }

    /** An empty flow has one turn behind the others before it counts as new again: else sparse flows that come and go would starve those. */
    private void leave(FlowList list, long now) {
        Flow flow = list.removeFirst();
        flow.delay.emptied();
        if (list == sparse) {
            bulk.add(flow);
        } else {
            flow.listed = false;
            if (!flow.delay.remembers(now, intervalNanos)) {
                flows[flow.index] = null;
                spare.add(flow);
            }
        }
    }

    /** Throws all packets away and returns how many there were. Their numbers are not used. */
    public int clear() {
        int count = size;
        for (Flow flow = nextTurn(nanoTime.getAsLong()); flow != null; flow = nextTurn(nanoTime.getAsLong())) {
            remove(flow);
        }
        return count;
    }

    public int size() {
        return size;
    }

    public long bytes() {
        return bytes;
    }
}
