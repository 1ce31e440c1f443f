package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.ReadWaitHandle;
import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.Wakeup;
import com.softellect.vpn.datapath.offload.Segmentation;
import com.softellect.vpn.datapath.offload.SuperPacket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends the packets that one adapter receives to another one, as a tunnel would: a super-packet is cut where the other adapter
 * can't take it. Counts what it sees. Runs on a thread of its own from its construction on.
 */
final class Forwarder {

    private final TunAdapter from;
    private final TunAdapter to;
    private final Cancellation cancellation = new Cancellation();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final LongAdder superPackets = new LongAdder();
    private final LongAdder packets = new LongAdder();
    private final LongAdder wrong = new LongAdder();

    /** Published by the forwarding thread. */
    private volatile int longest;
    /** Published by {@link #inspect}. */
    private volatile boolean inspecting;

    Forwarder(TunAdapter from, TunAdapter to) {
        this.from = from;
        this.to = to;
        Thread thread = new Thread(this::run, "forward");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on the checksums of all packets are looked at, slowly. */
    Forwarder inspect() {
        inspecting = true;
        return this;
    }

    long superPackets() {
        return superPackets.sum();
    }

    /** Those that are not super-packets. */
    long packets() {
        return packets.sum();
    }

    /** Packets that broke a promise of TunAdapter. */
    long wrong() {
        return wrong.sum();
    }

    /** The bytes of the longest packet that was received. */
    int longest() {
        return longest;
    }

    /** Ends the thread; fails if it had failed. */
    void stop() {
        cancellation.cancel();
        ended.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private void run() {
        try {
            ReadWaitHandle handle = from.readWaitHandle().orElseThrow();
            while (handle.waitAny(cancellation) == Wakeup.READABLE) {
                drain();
            }
            ended.complete(null);
        } catch (TunAdapterException | RuntimeException | Error e) {
            ended.completeExceptionally(e);
        }
    }

    private void drain() throws TunAdapterException {
        byte[] packet;
        while (!cancellation.isCancelled() && (packet = from.receive()) != null) {
            forward(packet);
        }
    }

    private void forward(byte[] packet) throws TunAdapterException {
        if (packet.length > longest) {
            longest = packet.length;
        }
        if (inspecting && !isAsPromised(packet)) {
            wrong.increment();
        }
        if (packet.length <= from.settings().mtu()) {
            packets.increment();
            to.send(packet);
        } else {
            superPackets.increment();
            forwardSuperPacket(packet);
        }
    }

    private void forwardSuperPacket(byte[] packet) throws TunAdapterException {
        if (to.settings().offload() && to.settings().mtu() == from.settings().mtu()) {
            to.send(packet);
        } else {
            Segmentation cut = Segmentation.toMtu(packet, from.settings().mtu());
            while (cut.hasNext()) {
                to.send(cut.next());
            }
        }
    }

    private boolean isAsPromised(byte[] packet) {
        if (packet.length <= from.settings().mtu()) {
            return Ipv4Frames.isSound(packet);
        }
        int checksum = Ipv4Frames.headerLength(packet) + SuperPacket.CHECKSUM;
        return from.settings().offload() && SuperPacket.check(packet) == null
                && ((packet[checksum] & 255) << 8 | packet[checksum + 1] & 255) == Ipv4Frames.pseudoHeaderSum(packet);
    }
}
