package com.softellect.vpn.translator.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Flows by their {@link Ends}: a hash table with open addressing, at most half full. Looking up takes no lock and allocates nothing.
 *
 * <p>Threads: any number look up; those that put and remove take turns, and see what the ones before did. Who looks up meanwhile may not yet see a flow
 * that is being put, and may still see one that is being removed.
 */
final class FlowTable {

    private static final int SMALLEST = 64;

    /** In a slot whose flow is gone: the way to those behind it leads over it. No packet has such ports. */
    private static final Ends GONE = new Ends(-1, -1, null);

    /** Differs from table to table, so that no client can choose ports that meet in one place. */
    private final long seed;

    /** Replaced by the ones that put, when it is too full. */
    private volatile AtomicReferenceArray<Ends> slots = new AtomicReferenceArray<>(SMALLEST);

    /** Of those that put and remove. */
    private int size;
    private int used;

    FlowTable(long seed) {
        this.seed = seed;
    }

    /** @return null if there is none */
    Flow get(long addresses, long ports) {
        AtomicReferenceArray<Ends> now = slots;
        int mask = now.length() - 1;
        for (int slot = hash(addresses, ports) & mask;; slot = slot + 1 & mask) {
            Ends ends = now.get(slot);
            if (ends == null) {
                return null;
            }
            if (ends.addresses() == addresses && ends.ports() == ports) {
                return ends.flow();
            }
        }
    }

    /** @param ends that are not there yet */
    void put(Ends ends) {
        if ((used + 1) * 2 > slots.length()) {
            rebuild();
        }
        insert(slots, ends);
        size++;
        used++;
    }

    void remove(Ends ends) {
        AtomicReferenceArray<Ends> now = slots;
        int mask = now.length() - 1;
        int slot = hash(ends.addresses(), ends.ports()) & mask;
        while (now.get(slot) != ends) {
            slot = slot + 1 & mask;
        }
        now.set(slot, GONE);
        size--;
    }

    int size() {
        return size;
    }

    List<Flow> all() {
        return live().stream().map(Ends::flow).toList();
    }

    private List<Ends> live() {
        List<Ends> live = new ArrayList<>(size);
        AtomicReferenceArray<Ends> now = slots;
        for (int i = 0; i < now.length(); i++) {
            Ends ends = now.get(i);
            if (ends != null && ends != GONE) {
                live.add(ends);
            }
        }
        return live;
    }

    /** Without those that are gone, with room for as many again. */
    private void rebuild() {
        int length = SMALLEST;
        while (length < 4 * (size + 1)) {
            length *= 2;
        }
        AtomicReferenceArray<Ends> next = new AtomicReferenceArray<>(length);
        live().forEach(ends -> insert(next, ends));
        slots = next;
        used = size;
    }

    private void insert(AtomicReferenceArray<Ends> into, Ends ends) {
        int mask = into.length() - 1;
        int slot = hash(ends.addresses(), ends.ports()) & mask;
        while (into.get(slot) != null) {
            slot = slot + 1 & mask;
        }
        into.set(slot, ends);
    }

    /** The finalizer of MurmurHash3, over both. */
    private int hash(long addresses, long ports) {
        long mixed = (addresses ^ seed) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33 ^ ports) * 0xc4ceb9fe1a85ec53L;
        mixed = (mixed ^ mixed >>> 29) * 0xff51afd7ed558ccdL;
        return (int) (mixed >>> 32);
    }
}
