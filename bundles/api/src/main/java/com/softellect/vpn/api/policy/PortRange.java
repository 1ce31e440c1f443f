package com.softellect.vpn.api.policy;

/**
 * Ports of TCP or UDP, as text {@code 443} or {@code 8000-8100}. Immutable.
 *
 * @param first 1 to 65535
 * @param last  of the same, not before the first
 */
public record PortRange(int first, int last) {

    private static final int HIGHEST = 65_535;

    /** @throws IllegalArgumentException if these are no ports, or the last is before the first */
    public PortRange {
        if (first < 1 || last > HIGHEST || last < first) {
            throw new IllegalArgumentException("ports " + first + "-" + last + " are not possible: take 1 to " + HIGHEST + ", the lower one first");
        }
    }

    static PortRange parse(String text) {
        if (!text.matches("\\d{1,5}(-\\d{1,5})?")) {
            throw new IllegalArgumentException("'" + text + "' is no port and no range of ports like 8000-8100");
        }
        String[] ends = text.split("-");
        return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }

    boolean contains(int port) {
        return port >= first && port <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
