package com.softellect.vpn.datapath;

/** Where a receive loop puts what it received. Called on the loop's thread; must not block. */
public interface PacketSink {

    /** @param packet belongs to the sink from now on; not checked yet */
    void received(byte[] packet);

    /**
     * The loop has ended; the last call.
     *
     * @param problem why, in words for an operator; null if it was cancelled
     */
    void ended(String problem);
}
