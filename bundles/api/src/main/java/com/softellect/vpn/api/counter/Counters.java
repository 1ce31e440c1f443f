package com.softellect.vpn.api.counter;

import com.softellect.vpn.api.packet.DropReason;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one layer: packets and bytes per way, and drops by reason. All methods may be called by any thread. */
public final class Counters implements CounterSource {

    private final String layer;
    private final LongAdder[] drops = adders(DropReason.values().length);
    private final LongAdder packetsIn = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder packetsOut = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder marked = new LongAdder();

    /** @param layer one lower-case word */
    public Counters(String layer) {
        this.layer = layer;
    }

    @Override
    public String layer() {
        return layer;
    }

    /** Counts a packet that came into the layer from its TUN adapter or, in a layer without one, from the wire. */
    public void in(int bytes) {
        packetsIn.increment();
        bytesIn.add(bytes);
    }

    /** Counts a packet that left the layer to its TUN adapter or, in a layer without one, to the wire. */
    public void out(int bytes) {
        packetsOut.increment();
        bytesOut.add(bytes);
    }

    /** Counts a packet that was marked as one that met congestion (RFC 3168), instead of being dropped for {@link DropReason#QUEUE_DELAY}. */
    public void mark() {
        marked.increment();
    }

    public void drop(DropReason reason) {
        drops[reason.ordinal()].increment();
    }

    public void drop(DropReason reason, int packets) {
        drops[reason.ordinal()].add(packets);
    }

    public long dropped(DropReason reason) {
        return drops[reason.ordinal()].sum();
    }

    /** {@code packets.in, bytes.in, packets.out, bytes.out, packets.marked}, and {@code drop.REASON} for each reason of {@link DropReason}. */
    @Override
    public SortedMap<String, Long> counters() {
        SortedMap<String, Long> all = new TreeMap<>();
        all.put("packets.in", packetsIn.sum());
        all.put("bytes.in", bytesIn.sum());
        all.put("packets.out", packetsOut.sum());
        all.put("bytes.out", bytesOut.sum());
        all.put("packets.marked", marked.sum());
        for (DropReason reason : DropReason.values()) {
            all.put("drop." + reason.name().toLowerCase(Locale.ROOT), dropped(reason));
        }
        return all;
    }

    private static LongAdder[] adders(int count) {
        LongAdder[] adders = new LongAdder[count];
        for (int i = 0; i < count; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }
}
