package com.softellect.vpn.datapath;

import com.softellect.vpn.api.packet.DropReason;

/** Is told what a {@link PacketQueue} does with packets beside giving them out. Called under the lock of the queue's owner; must not block. */
public interface QueueListener {

    /** A packet that was queued was thrown away. */
    void dropped(DropReason reason);

    /** A packet was marked: congestion was experienced (RFC 3168). It is given out as any other. */
    void marked();
}
