package com.softellect.vpn.api.packet;

/**
 * An IPv4 address with its prefix length, as in {@code 10.66.77.1/24}: an interface's own address and the network that it
 * is in. Addresses are ints in network byte order: 10.66.77.1 is 0x0A424D01.
 *
 * @param address      the address, host part included
 * @param prefixLength 1 to 32 bits
 */
public record Ipv4Network(int address, int prefixLength) {

    /** @throws IllegalArgumentException if the prefix length is outside 1 to 32 */
    public Ipv4Network {
        if (prefixLength < 1 || prefixLength > 32) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " is outside 1 to 32");
        }
    }

    /**
     * Reads {@code a.b.c.d/n}.
     *
     * @throws IllegalArgumentException if the text is not of that form; the message shows the text and the form
     */
    public static Ipv4Network parse(String text) {
        int slash = text == null ? -1 : text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,2}")) {
            throw new IllegalArgumentException("'" + text + "' is not an address with a prefix length, like 10.66.77.1/24");
        }
        return new Ipv4Network(parseAddress(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /**
     * Reads a dotted quad. Never asks a name service.
     *
     * @throws IllegalArgumentException if the text is not four decimal numbers of 0 to 255 with dots between
     */
    public static int parseAddress(String text) {
        if (text == null || !text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            throw new IllegalArgumentException("'" + text + "' is not an IPv4 address, like 10.66.77.2");
        }
        int address = 0;
        for (String part : text.split("\\.")) {
            int octet = Integer.parseInt(part);
            if (octet > 255) {
                throw new IllegalArgumentException("'" + text + "' is not an IPv4 address: " + octet + " is over 255");
            }
            address = address << 8 | octet;
        }
        return address;
    }

    /** An address as a dotted quad. */
    public static String format(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    /** The netmask: the first {@code prefixLength} bits set. */
    public int netmask() {
        return -1 << (32 - prefixLength);
    }

    /** The network's first address. */
    public int base() {
        return address & netmask();
    }

    /** The network's last address. */
    public int broadcast() {
        return base() | ~netmask();
    }

    public boolean contains(int other) {
        return (other & netmask()) == base();
    }

    /**
     * Whether the address can be a host's: inside the network and, for prefixes up to 30, neither its first nor its last
     * address (RFC 3021 frees those of a /31).
     */
    public boolean isHost(int other) {
        return contains(other) && (prefixLength > 30 || other != base() && other != broadcast());
    }

    /** The same network seen from another of its addresses. */
    public Ipv4Network withAddress(int other) {
        return new Ipv4Network(other, prefixLength);
    }

    @Override
    public String toString() {
        return format(address) + "/" + prefixLength;
    }
}
