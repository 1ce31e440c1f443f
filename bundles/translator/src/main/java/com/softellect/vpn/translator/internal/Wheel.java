package com.softellect.vpn.translator.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Which flows to look at in which second: none is looked at before it can be due, and nobody looks at all of them. A flow that is due later than the wheel
 * is long is looked at once a turn.
 *
 * <p>Threads: the lock of {@link Flows}.
 */
final class Wheel {

    /** Seconds; a power of two. */
    private static final int SLOTS = 256;

    private final List<List<Flow>> slots = new ArrayList<>(SLOTS);
    private int now;

    /** @param now the second that it is */
    Wheel(int now) {
        this.now = now;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>(0));
        }
    }

    /** Has a flow looked at in that second, and not when it would have been before. */
    void put(Flow flow, int second) {
        int due = Math.min(Math.max(second, now + 1), now + SLOTS - 1);
        flow.due(due);
        slots.get(due & SLOTS - 1).add(flow);
    }

    /** @param due gets the flows of each second that has come since */
    void turn(int second, Consumer<Flow> due) {
        while (now < second) {
            now++;
            List<Flow> some = slots.set(now & SLOTS - 1, new ArrayList<>(0));
            for (Flow flow : some) {
                if (flow.due() == now && !flow.hasEnded()) {
                    due.accept(flow);
                }
            }
        }
    }
}
