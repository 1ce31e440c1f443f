package com.softellect.vpn.datapath;

/** The queued packets of one flow, oldest first, and what is owed to it. */
final class Flow {

    final ControlledDelay delay = new ControlledDelay();

    /** Where it is in the table of flows. */
    int index;

    /** The bytes that it may give out before it is another flow's turn. */
    int credit;

    /** Whether it is in a list of turns, and which flow follows there. */
    boolean listed;
    Flow following;

    private final PacketSlots slots;
    private int first = PacketSlots.NONE;
    private int last;
    private int bytes;

    Flow(PacketSlots slots) {
        this.slots = slots;
    }

    void add(byte[] packet, long now) {
        int slot = slots.add(packet, now);
        if (first == PacketSlots.NONE) {
            first = slot;
        } else {
            slots.link(last, slot);
        }
        last = slot;
        bytes += packet.length;
    }

    boolean isEmpty() {
        return first == PacketSlots.NONE;
    }

    int bytes() {
        return bytes;
    }

    /** The oldest packet. */
    byte[] head() {
        return slots.packet(first);
    }

    /** When the oldest packet was queued. */
    long headQueuedAt() {
        return slots.queuedAt(first);
    }

    byte[] remove() {
        byte[] packet = head();
        first = slots.free(first);
        bytes -= packet.length;
        return packet;
    }
}
