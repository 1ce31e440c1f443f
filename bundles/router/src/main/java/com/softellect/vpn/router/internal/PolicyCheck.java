package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Rule;

/**
 * Holds a packet against the policy of the client that it comes from or goes to. Each packet is judged by itself, by its far end: the destination
 * of what the client sends, the sender of what is sent to it, with the port there. So answers to what is allowed pass, and nothing is remembered.
 *
 * <p>Beside what the policy allows there pass: ICMP errors about packets that are allowed, whoever sends them; and of the gateway's own tunnel address ICMP and
 * names (DNS), without which nobody could find out what is wrong.
 *
 * <p>A packet that says by itself which way it goes (a source route, RFC 791) does not pass: its destination is not where it ends.
 *
 * <p>Immutable. Allocates nothing; a policy without rules costs one comparison.
 */
final class PolicyCheck {

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DNS = 53;

    private static final int PROTOCOL = 9;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;
    private static final int MIN_HEADER = 20;
    private static final int ICMP_HEADER = 8;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;

    private final int gateway;

    PolicyCheck(Ipv4Network network) {
        this.gateway = network.address();
    }

    /** @param packet well-formed, from a client */
    boolean allowsFrom(Policy policy, byte[] packet) {
        return policy.allowed() == null || allows(policy, packet, DESTINATION);
    }

    /** @param packet well-formed, for a client */
    boolean allowsTo(Policy policy, byte[] packet) {
        return policy.allowed() == null || allows(policy, packet, SOURCE);
    }

    private boolean allows(Policy policy, byte[] packet, int far) {
        if (isSourceRouted(packet)) {
            return false;
        }
        if (covers(policy, packet, 0, far)) {
            return true;
        }
        int about = headerLength(packet, 0) + ICMP_HEADER;
        return isIcmpError(packet) && packet.length >= about + MIN_HEADER && covers(policy, packet, about, far == SOURCE ? DESTINATION : SOURCE);
    }

    /** @param at where the header begins: that of the packet, or of the one that an ICMP error is about */
    private boolean covers(Policy policy, byte[] packet, int at, int far) {
        int address = intAt(packet, at + far);
        int protocol = packet[at + PROTOCOL] & 255;
        int port = port(packet, at, protocol, far);
        return policy.allows(address, protocol, port) || address == gateway && (protocol == ICMP || hasPorts(protocol) && isName(port));
    }

    private static boolean isName(int port) {
        return port == DNS || port == Rule.LATER_FRAGMENT;
    }

    private static int port(byte[] packet, int at, int protocol, int far) {
        if (isLaterFragment(packet, at)) {
            return Rule.LATER_FRAGMENT;
        }
        int place = at + headerLength(packet, at) + (far == SOURCE ? 0 : Short.BYTES);
        return hasPorts(protocol) && packet.length >= place + Short.BYTES ? shortAt(packet, place) : Rule.NO_PORT;
    }

    private static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == UDP;
    }

    static boolean isLaterFragment(byte[] packet, int at) {
        return (shortAt(packet, at + 6) & FRAGMENT_OFFSET) != 0;
    }

    private static boolean isSourceRouted(byte[] packet) {
        int end = headerLength(packet, 0);
        int at = MIN_HEADER;
        while (at < end && packet[at] != END_OF_OPTIONS) {
            if ((packet[at] & 255) == LOOSE_SOURCE_ROUTE || (packet[at] & 255) == STRICT_SOURCE_ROUTE) {
                return true;
            }
            at += packet[at] == NO_OPERATION || at + 1 == end ? 1 : Math.max(2, packet[at + 1] & 255);
        }
        return false;
    }

    /** Unreachable, source quench, redirect, time exceeded, parameter problem (RFC 792). */
    static boolean isIcmpError(byte[] packet) {
        int header = headerLength(packet, 0);
        if (packet[PROTOCOL] != ICMP || isLaterFragment(packet, 0) || packet.length <= header) {
            return false;
        }
        int type = packet[header] & 255;
        return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    }

    static int headerLength(byte[] packet, int at) {
        return (packet[at] & 15) * 4;
    }

    private static int shortAt(byte[] b, int i) {
        return (b[i] & 255) << 8 | b[i + 1] & 255;
    }

    private static int intAt(byte[] b, int i) {
        return shortAt(b, i) << 16 | shortAt(b, i + 2);
    }
}
