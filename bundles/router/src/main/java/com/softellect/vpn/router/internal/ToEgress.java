package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.egress.PacketEgress;
import com.softellect.vpn.datapath.Passage;

/**
 * Where packets for other networks go while a layer carries them by itself. While that is replaced they wait for its next version, briefly; when none
 * comes they are the adapter's again.
 *
 * <p>Threads: any number send; {@link #use} and {@link #awaitNext} are called one after the other.
 */
final class ToEgress {

    private final Counters counters;
    private final Passage<PacketEgress> egress = new Passage<>();

    /** Guarded by this. */
    private boolean there;

    /** Published by {@link #use} and {@link #gone}; false costs a packet no more than this look. */
    private volatile boolean expected;

    ToEgress(Counters counters) {
        this.counters = counters;
    }

    synchronized void use(PacketEgress open) {
        there = true;
        egress.open(open);
        expected = true;
    }

    /** It goes, and its successor is expected. None is inside it when this returns. */
    synchronized void awaitNext() {
        there = false;
        egress.away();
    }

    /** @return false if the packet is the adapter's */
    boolean send(byte[] packet) {
        if (!expected) {
            return false;
        }
        PacketEgress to = egress.enter();
        if (to == null) {
            gone();
            return false;
        }
        int length = packet.length; // it is not ours any more when that returns
        try {
            boolean taken = to.send(packet);
            if (taken) {
                counters.out(length);
            }
            return taken;
        } finally {
            egress.exit();
        }
    }

    private synchronized void gone() {
        expected = there;
    }
}
