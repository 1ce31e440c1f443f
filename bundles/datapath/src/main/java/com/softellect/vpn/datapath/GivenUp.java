package com.softellect.vpn.datapath;

import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of packets that were waited for and given up, with the time since when they were missing. What still comes with such a number was
 * never seen before. Not thread-safe.
 */
final class GivenUp {

    /** What is remembered, at most; of more the oldest is forgotten. */
    private static final int MAX_GAPS = 64;

    /** By the first number. */
    private final TreeMap<Long, Gap> gaps = new TreeMap<>();

    /** @param end the number behind the last one */
    private record Gap(long end, long sinceNanos) {
    }

    /** @param sinceNanos when it was noticed, as {@link System#nanoTime} */
    void add(long first, long end, long sinceNanos) {
        gaps.put(first, new Gap(end, sinceNanos));
        if (gaps.size() > MAX_GAPS) {
            gaps.pollFirstEntry();
        }
    }

    /**
     * Takes the numbers of a batch that came after all.
     *
     * @return since when they were missing; null if not all of them are missing still
     */
    Long take(long first, long end) {
        Map.Entry<Long, Gap> before = gaps.floorEntry(first);
        if (before == null || before.getValue().end < end) {
            return null;
        }
        Gap gap = before.getValue();
        gaps.remove(before.getKey());
        if (before.getKey() < first) {
            gaps.put(before.getKey(), new Gap(first, gap.sinceNanos));
        }
        if (end < gap.end) {
            gaps.put(end, gap);
        }
        return gap.sinceNanos;
    }
}
