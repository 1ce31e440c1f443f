package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;

/**
 * A running session of one kind of adapter, without any care for closing: {@link OpenTunAdapter} lets nobody in when it ends.
 *
 * <p>Threads: one thread receives, any number send; nothing is called during or after {@link #end}.
 */
interface PacketSession {

    /** As {@link com.softellect.vpn.api.adapter.TunAdapter#receive}. */
    byte[] receive() throws TunAdapterException;

    /**
     * As {@link com.softellect.vpn.api.adapter.TunAdapter#send}. The packet's size has been checked, and with offload that it is a
     * super-packet if it is longer than the MTU.
     */
    boolean send(byte[] packet) throws TunAdapterException;

    /** Ends the session and removes the adapter. Called once. */
    void end();

    /** As {@link #end}, but the system's adapter is left for whoever comes next; if that is impossible it ends. */
    default void leave() {
        end();
    }
}
