package com.softellect.vpn.translator.internal;

/**
 * Ports, or echo ids, one after the other.
 *
 * @param first 0 to 65,535
 * @param last  the same; not below the first
 */
record PortRange(int first, int last) {

    private static final int LOWEST = 1024;
    private static final int HIGHEST = 65_535;

    /**
     * Reads {@code FIRST-LAST}.
     *
     * @throws IllegalArgumentException if it is none of 1024 to 65,535; the message says what is
     */
    static PortRange parse(String text) {
        if (!text.trim().matches("\\d{1,5}-\\d{1,5}")) {
            throw new IllegalArgumentException("'" + text + "' is no range of ports, like 16384-24575");
        }
        String[] ends = text.trim().split("-");
        PortRange range = new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
        if (range.first < LOWEST || range.last > HIGHEST || range.first > range.last) {
            throw new IllegalArgumentException("'" + text + "' must be a range of ports from " + LOWEST + " to " + HIGHEST + ", the lower one first");
        }
        return range;
    }

    int size() {
        return last - first + 1;
    }

    boolean contains(int port) {
        return port >= first && port <= last;
    }

    /** The shortest range with both. */
    PortRange with(int port) {
        return contains(port) ? this : new PortRange(Math.min(first, port), Math.max(last, port));
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
