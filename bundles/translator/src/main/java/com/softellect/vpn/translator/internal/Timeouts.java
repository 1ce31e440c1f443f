package com.softellect.vpn.translator.internal;

/**
 * How long a flow lives without a packet, in seconds. The defaults in the settings are the shortest that the RFCs allow.
 *
 * @param tcpEstablished of a TCP connection that both ends have opened, and not both have closed (RFC 5382, REQ-5)
 * @param tcpTransitory  of one that is being opened, is closed, or was reset (RFC 5382 REQ-5, RFC 7857)
 * @param udp            RFC 4787, REQ-5
 * @param dns            of UDP to port 53, whose one answer comes at once or never (RFC 4787, REQ-5b)
 * @param icmp           of echo (RFC 5508, REQ-2)
 */
record Timeouts(int tcpEstablished, int tcpTransitory, int udp, int dns, int icmp) {

    private static final int DNS_PORT = 53;

    int of(Flow flow) {
        return switch (flow.transport()) {
            case TCP -> flow.isEstablished() ? tcpEstablished : tcpTransitory;
            case UDP -> flow.remotePort() == DNS_PORT ? dns : udp;
            case ICMP -> icmp;
        };
    }
}
