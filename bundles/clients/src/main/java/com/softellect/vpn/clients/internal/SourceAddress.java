package com.softellect.vpn.clients.internal;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Where a call comes from, as it is counted: an IPv4 address, or the /64 network of an IPv6 address, since a household or a server has all of one.
 * An IPv4 address mapped into IPv6 is the IPv4 address. Whatever is neither is one and the same.
 *
 * @param value the first 64 bits of an IPv6 address; of an IPv4 address 32 bits that are set, which no IPv6 host begins with (ff00::/8 is
 *              multicast, RFC 4291), and its own 32
 */
record SourceAddress(long value) implements Comparable<SourceAddress> {

    private static final long IPV4 = 0xffff_ffff_0000_0000L;
    private static final SourceAddress NONE = new SourceAddress(0);

    /** @param text as a server shows it, an IPv6 address also in brackets or with a zone; null and nonsense are allowed. No name service is asked */
    static SourceAddress of(String text) {
        if (text == null) {
            return NONE;
        }
        return text.indexOf(':') >= 0 ? ipv6(text) : ipv4(text);
    }

    private static SourceAddress ipv4(String text) {
        long address = 0;
        int octet = -1; // no digit yet
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                octet = Math.max(0, octet) * 10 + c - '0';
            } else if (c == '.' && octet >= 0) {
                address = address << 8 | octet;
                octet = -1;
                dots++;
            } else {
                return NONE;
            }
            if (octet > 255) {
                return NONE;
            }
        }
        return dots == 3 && octet >= 0 ? new SourceAddress(IPV4 | address << 8 | octet) : NONE;
    }

    private static SourceAddress ipv6(String text) {
        String address = text.startsWith("[") ? text.substring(1) : text;
        int end = address.indexOf(address.indexOf('%') >= 0 ? '%' : ']');
        return ipv6Alone(end < 0 ? address : address.substring(0, end));
    }

    /** With a colon in it, the text is an address or an error for the JDK: never a name. */
    private static SourceAddress ipv6Alone(String text) {
        if (text.indexOf(':') < 0) {
            return NONE;
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            return address instanceof Inet4Address ? ipv4(address.getHostAddress())
                    : new SourceAddress(ByteBuffer.wrap(address.getAddress()).getLong());
        } catch (UnknownHostException e) {
            return NONE;
        }
    }

    /** Lets a hash map search also among addresses that were chosen to fall into one of its slots. */
    @Override
    public int compareTo(SourceAddress other) {
        return Long.compare(value, other.value);
    }
}
