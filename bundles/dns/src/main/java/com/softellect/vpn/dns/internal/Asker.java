package com.softellect.vpn.dns.internal;

/** Whoever has sent a query, and waits at a door for the answer. Belongs to the loop. */
public interface Asker {

    /** The IPv4 address, an int in network byte order. */
    int address();

    /** Whether it asked over UDP. */
    boolean datagrams();

    /** Sends an answer, as far as that is possible now. */
    void answer(byte[] message);
}
