package com.softellect.vpn.api.packet;

/** Why a packet was dropped. Each layer counts per reason; {@code vpn:counters} shows them under these names. */
public enum DropReason {
    /** No bytes at all. */
    EMPTY("a packet of no bytes"),
    /** Shorter than an IPv4 header. */
    TRUNCATED("shorter than its header"),
    /** Longer than 65,535 bytes, the most that IPv4 can say. */
    OVERSIZED("longer than 65535 bytes"),
    /** Longer than the MTU, and no TCP super-packet or not one that its receiver takes. */
    OVER_MTU("longer than the MTU"),
    /** IPv6: this VPN carries IPv4. */
    IPV6("IPv6"),
    /** Neither IPv4 nor IPv6. */
    NOT_IP("neither IPv4 nor IPv6"),
    /** The header length field is below 20 bytes or beyond the packet. */
    HEADER_LENGTH("a header length that lies"),
    /** The total length field is not the number of bytes that came. */
    TOTAL_LENGTH("a total length that lies"),
    /** The source address is not the one of the session it came from. */
    SOURCE_ADDRESS("a source address that is not the session's"),
    /** Client to client, and one of the two may not. */
    NOT_ALLOWED("client to client, which one of the two may not"),
    /** The client's policy does not allow the packet's far end. */
    POLICY("a destination, or a sender, that the client's policy does not allow"),
    /** The client's quota is used up. */
    QUOTA("the client's quota is used up"),
    /** Destination in 224.0.0.0/4. */
    MULTICAST("multicast"),
    /** Destination 255.255.255.255 or the last address of the tunnel's network. */
    BROADCAST("broadcast"),
    /** No session has the destination address. */
    UNKNOWN_DESTINATION("no session has the destination address"),
    /** The queue was full, in packets or bytes, and its flow had the most bytes in it. */
    QUEUE_FULL("the queue was full"),
    /** Its flow waited for too long, for too long a time: what tells a TCP sender to slow down. */
    QUEUE_DELAY("its flow waited for too long"),
    /** The adapter had no room. */
    ADAPTER_FULL("the adapter had no room"),
    /** The adapter refused it or is not there. */
    ADAPTER_UNAVAILABLE("no adapter to send it to"),
    /** Its batch came twice, or after the wait for it had been given up. */
    LATE("its batch came twice or too late"),
    /** It was queued for a session that ended or was replaced, or for a tunnel that was disconnected. */
    SESSION_ENDED("its session ended");

    private final String meaning;

    DropReason(String meaning) {
        this.meaning = meaning;
    }

    /** The reason in words, for an operator. */
    public String meaning() {
        return meaning;
    }
}
