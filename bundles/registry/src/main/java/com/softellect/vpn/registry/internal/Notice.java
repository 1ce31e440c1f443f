package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Quota;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a client is told of its limits, its quota and its expiry, in words of printable ASCII. Stateless. */
final class Notice {

    private static final String[] UNITS = {"", "k", "M", "G", "T", "P"};

    private Notice() {
    }

    /** @param expires null: never; @return null if there is nothing to say */
    static String of(Policy policy, Instant expires, boolean usedUp, Instant now) {
        if (expires == null && policy.quota() == null && policy.upBitsPerSecond() == 0 && policy.downBitsPerSecond() == 0) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        if (policy.quota() != null) {
            parts.add(quota(policy.quota(), usedUp, now));
        }
        if (policy.upBitsPerSecond() != 0) {
            parts.add("limited to " + inUnits(policy.upBitsPerSecond(), "bit/s") + " up");
        }
        if (policy.downBitsPerSecond() != 0) {
            parts.add("limited to " + inUnits(policy.downBitsPerSecond(), "bit/s") + " down");
        }
        if (expires != null) {
            parts.add("access ends at " + expires);
        }
        return String.join("; ", parts);
    }

    private static String quota(Quota quota, boolean usedUp, Instant now) {
        String whole = "quota of " + inUnits(quota.bytes(), "B") + " a " + quota.period();
        return usedUp ? whole + " used up, nothing passes until " + quota.until(now) : whole;
    }

    /** Exact: in the largest unit that leaves no fraction. */
    private static String inUnits(long amount, String what) {
        int unit = 0;
        while (amount % 1000 == 0 && unit + 1 < UNITS.length) {
            amount /= 1000;
            unit++;
        }
        return amount + " " + UNITS[unit] + what;
    }
}
