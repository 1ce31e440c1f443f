package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Quota;
import com.softellect.vpn.api.policy.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A client's policy as operators read it.
 *
 * @param used of its quota, in bytes; empty: not known
 */
record PolicyText(Policy policy, Optional<Long> used) {

    /** In one cell of a table. */
    String brief() {
        List<String> parts = new ArrayList<>();
        if (policy.allowed() != null) {
            parts.add(policy.allowed().size() + (policy.allowed().size() == 1 ? " destination" : " destinations"));
        }
        addLimit("up", policy.upBitsPerSecond(), parts);
        addLimit("down", policy.downBitsPerSecond(), parts);
        if (policy.quota() != null) {
            parts.add(quota(policy.quota()));
        }
        return parts.isEmpty() ? "-" : String.join(", ", parts);
    }

    void addTo(Report report) {
        report.line("may reach", allowed());
        report.line("limit up", limit(policy.upBitsPerSecond()));
        report.line("limit down", limit(policy.downBitsPerSecond()));
        Quota quota = policy.quota();
        report.line("quota", quota == null ? "none" : quota(quota) + ", until " + quota.until(Instant.now()));
    }

    private String quota(Quota quota) {
        String whole = Amount.show(quota.bytes()) + "B/" + quota.period();
        return used.map(bytes -> Bytes.of(bytes) + " of " + whole + " used" + (bytes >= quota.bytes() ? " up" : "")).orElse(whole);
    }

    private static void addLimit(String way, long bitsPerSecond, List<String> parts) {
        if (bitsPerSecond != 0) {
            parts.add(way + " " + limit(bitsPerSecond));
        }
    }

    private static String limit(long bitsPerSecond) {
        return bitsPerSecond == 0 ? "none" : Amount.show(bitsPerSecond) + "bit/s";
    }

    private String allowed() {
        if (policy.allowed() == null) {
            return "everything outside";
        }
        return policy.allowed().isEmpty() ? "nothing outside" : policy.allowed().stream().map(Rule::toString).collect(Collectors.joining(" "));
    }
}
