package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.packet.Ipv4Network;

/**
 * The addresses that are lent to clients without one of their own. Immutable.
 *
 * @param whole whether these are all of the tunnel's network; then the ends say nothing
 * @param first an int in network byte order
 * @param last  before the first: there are none
 */
record AddressRange(boolean whole, int first, int last) {

    static final AddressRange WHOLE = new AddressRange(true, 0, 0);

    /**
     * @param text {@code a.b.c.d-e.f.g.h}; blank: the whole network
     * @throws IllegalArgumentException if that is none; the message says what is wrong
     */
    static AddressRange parse(String text) {
        if (text.isBlank()) {
            return WHOLE;
        }
        String[] ends = text.strip().split("\\s*-\\s*", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is no range of addresses like 10.66.77.100-10.66.77.199");
        }
        int first = Ipv4Network.parseAddress(ends[0]);
        int last = Ipv4Network.parseAddress(ends[1]);
        if (Integer.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException("in '" + text + "' the last address is before the first");
        }
        return new AddressRange(false, first, last);
    }

    /** This range as far as it is in that network. */
    AddressRange within(Ipv4Network network) {
        int lowest = network.base();
        int highest = network.broadcast();
        return whole ? new AddressRange(false, lowest, highest)
                : new AddressRange(false, Integer.compareUnsigned(first, lowest) < 0 ? lowest : first, Integer.compareUnsigned(last, highest) > 0 ? highest : last);
    }

    boolean contains(int address) {
        return whole || Integer.compareUnsigned(first, address) <= 0 && Integer.compareUnsigned(address, last) <= 0;
    }

    /** How many these are, of a range that is not the whole network. */
    int size() {
        return Integer.compareUnsigned(first, last) > 0 ? 0 : last - first + 1;
    }

    @Override
    public String toString() {
        return Ipv4Network.format(first) + "-" + Ipv4Network.format(last);
    }
}
