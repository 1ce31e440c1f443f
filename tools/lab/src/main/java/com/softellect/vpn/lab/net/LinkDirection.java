package com.softellect.vpn.lab.net;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.SplittableRandom;

/**
 * One direction of a {@link LongLink}: takes frames from one card, and gives each to the other one when the link's delay has passed, unless it is lost. Frames
 * wait in native memory, in a ring; one that finds it full is lost. One thread runs it; it may be ended, and its loss be changed, by any.
 */
final class LinkDirection implements Runnable {

    /** More than is under way at 25 ms and 5 Gbit/s in frames of the usual MTU. */
    private static final int SLOTS = 16_384;
    private static final int SLOT_BYTES = 2048;

    /** So many frames are taken before those that are due are looked at, and the other way round. */
    private static final int TURN = 256;

    /** How long the end may go unnoticed. */
    private static final long IDLE_NANOS = 50_000_000;

    private final Device from;
    private final Device to;
    private final long delayNanos;
    private final SplittableRandom chance;
    private final Memory frames = new Memory((long) SLOTS * SLOT_BYTES);
    private final long base = Pointer.nativeValue(frames);
    private final int[] lengths = new int[SLOTS];
    private final long[] due = new long[SLOTS];
    private long taken;
    private long given;

    /** Set by the link's owner. */
    private volatile double loss;
    private volatile boolean ended;

    LinkDirection(Device from, Device to, long delayNanos, long seed) {
        this.from = from;
        this.to = to;
        this.delayNanos = delayNanos;
        this.chance = new SplittableRandom(seed);
    }

    /** @param share of the frames that are lost, each by its own chance, 0 to 1 */
    void lose(double share) {
        loss = share;
    }

    void end() {
        ended = true;
    }

    @Override
    public void run() {
        Device.Wait wait = from.new Wait();
        while (!ended) {
            take();
            give();
            long nanos = given < taken ? due[slot(given)] - System.nanoTime() : IDLE_NANOS;
            if (nanos > 0) {
                wait.await(Math.min(nanos, IDLE_NANOS));
            }
        }
    }

    private void take() {
        double share = loss;
        for (int turn = 0; turn < TURN && taken - given < SLOTS; turn++) {
            int slot = slot(taken);
            int bytes = from.read(address(slot), SLOT_BYTES);
            if (bytes <= 0) {
                return;
            }
            if (share == 0 || chance.nextDouble() >= share) {
                lengths[slot] = bytes;
                due[slot] = System.nanoTime() + delayNanos;
                taken++;
            }
        }
    }

    private void give() {
        long now = System.nanoTime();
        for (int turn = 0; turn < TURN && given < taken && due[slot(given)] - now <= 0; turn++) {
            int slot = slot(given);
            to.write(address(slot), lengths[slot]); // a frame that the kernel does not take is lost, as on a cable
            given++;
        }
    }

    private static int slot(long number) {
        return (int) (number % SLOTS);
    }

    private long address(int slot) {
        return base + (long) slot * SLOT_BYTES;
    }
}
