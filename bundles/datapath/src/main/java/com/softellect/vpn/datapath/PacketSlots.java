package com.softellect.vpn.datapath;

import java.util.Arrays;

/**
 * Packets with the time at which each was queued, in chains, each chain a {@link Flow}'s. One set of arrays for all chains: queueing a packet
 * allocates nothing once there were as many before.
 */
final class PacketSlots {

    /** No slot. */
    static final int NONE = -1;

    private static final int FIRST_SLOTS = 16;

    private byte[][] packets = new byte[FIRST_SLOTS][];
    private long[] queuedAt = new long[FIRST_SLOTS];

    /** Of a slot in use the next one of its chain; of a free slot the next free one. */
    private int[] next = new int[FIRST_SLOTS];
    private int free = NONE;
    private int used;

    int add(byte[] packet, long now) {
        int slot = free;
        if (slot != NONE) {
            free = next[slot];
        } else {
            slot = used++;
            makeRoom();
        }
        packets[slot] = packet;
        queuedAt[slot] = now;
        next[slot] = NONE;
        return slot;
    }

    private void makeRoom() {
        if (used > packets.length) {
            int slots = packets.length * 2;
            packets = Arrays.copyOf(packets, slots);
            queuedAt = Arrays.copyOf(queuedAt, slots);
            next = Arrays.copyOf(next, slots);
        }
    }

    void link(int slot, int following) {
        next[slot] = following;
    }

    byte[] packet(int slot) {
        return packets[slot];
    }

    long queuedAt(int slot) {
        return queuedAt[slot];
    }

    /** Frees a slot and returns what followed it in its chain. */
    int free(int slot) {
        int following = next[slot];
        packets[slot] = null;
        next[slot] = free;
        free = slot;
        return following;
    }
}
