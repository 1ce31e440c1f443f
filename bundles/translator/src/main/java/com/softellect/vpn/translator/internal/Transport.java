package com.softellect.vpn.translator.internal;

/** What is translated inside of IPv4, and where its fields are. Offsets are in bytes from the start of its header. */
enum Transport {

    TCP(6, 16, 0, 2, 20),
    UDP(17, 6, 0, 2, 8),
    /** Echo only: its id stands for the port of whoever asks, and the other end has the port 0. */
    ICMP(1, 2, 4, 4, 8);

    /** In the order of their ordinals. */
    private static final Transport[] ALL = values();

    private final int protocol;
    private final int checksum;
    private final int sourcePort;
    private final int destinationPort;
    private final int header;

    Transport(int protocol, int checksum, int sourcePort, int destinationPort, int header) {
        this.protocol = protocol;
        this.checksum = checksum;
        this.sourcePort = sourcePort;
        this.destinationPort = destinationPort;
        this.header = header;
    }

    /** @return null if it is another protocol */
    static Transport of(int protocol) {
        return protocol == TCP.protocol ? TCP : protocol == UDP.protocol ? UDP : protocol == ICMP.protocol ? ICMP : null;
    }

    static Transport of(byte[] packet, int ip) {
        return of(packet[ip + Ip.PROTOCOL] & 0xff);
    }

    static Transport at(int ordinal) {
        return ALL[ordinal];
    }

    int protocol() {
        return protocol;
    }

    int checksum() {
        return checksum;
    }

    int sourcePort() {
        return sourcePort;
    }

    int destinationPort() {
        return destinationPort;
    }

    /** The shortest header there is. */
    int header() {
        return header;
    }

    /** Whether its checksum covers the addresses (the pseudo header). */
    boolean coversAddresses() {
        return this != ICMP;
    }
}
