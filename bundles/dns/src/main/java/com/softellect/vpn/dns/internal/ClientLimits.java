package com.softellect.vpn.dns.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much each client may ask: so many questions a second, as many at once, and so many that wait for their answers. Belongs to the loop.
 */
final class ClientLimits {

    /** From so many clients on those that ask nothing now are forgotten first: they would be let in in any case. */
    private static final int MANY = 1024;

    private final int atATime;
    private final long nanosPerQuery;
    private final long burstNanos;
    private final LongSupplier nanos;
    private final Map<Integer, Use> uses = new HashMap<>();

    /** @param nanos a clock that only goes forward */
    ClientLimits(Plan plan, LongSupplier nanos) {
        this.atATime = plan.queriesAtATime();
        this.nanosPerQuery = TimeUnit.SECONDS.toNanos(1) / plan.queriesPerSecond();
        this.burstNanos = nanosPerQuery * plan.queriesPerSecond();
        this.nanos = nanos;
    }

    enum Verdict {
        LET_IN, TOO_FAST, TOO_MANY
    }

    /** Takes one of the client's questions of this second. */
    Verdict begin(int address) {
        long now = nanos.getAsLong();
        if (uses.size() >= MANY && !uses.containsKey(address)) {
            uses.values().removeIf(use -> use.waiting == 0 && use.owed(now) == 0);
        }
        Use use = uses.computeIfAbsent(address, any -> new Use(now));
        long owed = use.owed(now) + nanosPerQuery;
        if (owed > burstNanos) {
            return Verdict.TOO_FAST;
        }
        use.paidNanos = now + owed;
        if (use.waiting >= atATime) {
            return Verdict.TOO_MANY;
        }
        use.waiting++;
        return Verdict.LET_IN;
    }

    /** One that was let in has its answer. */
    void end(int address) {
        uses.get(address).waiting--;
    }

    private static final class Use {

        /** When all that it asked would have come, had it come at the rate that it may. */
        private long paidNanos;
        private int waiting;

        private Use(long now) {
            paidNanos = now;
        }

        private long owed(long now) {
            return Math.max(0, paidNanos - now);
        }
    }
}
