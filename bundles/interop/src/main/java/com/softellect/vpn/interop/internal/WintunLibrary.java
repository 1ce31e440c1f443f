package com.softellect.vpn.interop.internal;

/**
 * The functions of wintun.dll that an adapter needs. Handles and addresses are longs; 0 is the sign of failure, and
 * {@link #lastError} says which, directly after the call and on the same thread.
 */
interface WintunLibrary {

    int ERROR_ACCESS_DENIED = 5;
    /** The ring is corrupt. */
    int ERROR_INVALID_DATA = 13;
    /** The adapter is going away. */
    int ERROR_HANDLE_EOF = 38;
    int ERROR_INVALID_PARAMETER = 87;
    /** The send ring is full. */
    int ERROR_BUFFER_OVERFLOW = 111;
    /** The receive ring is empty. */
    int ERROR_NO_MORE_ITEMS = 259;

    /**
     * @param name       UTF-16, zero-terminated
     * @param tunnelType UTF-16, zero-terminated
     * @param guid       the wanted GUID, or 0
     * @return the adapter
     */
    long createAdapter(long name, long tunnelType, long guid);

    void closeAdapter(long adapter);

    /** @param luid where the adapter's 8-byte locally unique identifier is put */
    void getAdapterLUID(long adapter, long luid);

    /** @return high word: major version, low word: minor version */
    int getRunningDriverVersion();

    /**
     * @param capacity bytes of each ring
     * @return the session
     */
    long startSession(long adapter, int capacity);

    /** Does not wake who waits on the read wait event, whose handle's value is free for reuse after it. */
    void endSession(long session);

    /** @return an auto-reset event that belongs to the session: never to be reset or closed by us */
    long getReadWaitEvent(long session);

    /**
     * @param size where the packet's size is put, 4 bytes
     * @return the packet, which must be released exactly once
     */
    long receivePacket(long session, long size);

    void releaseReceivePacket(long session, long packet);

    /** @return room for a packet, which must be sent: an unsent one blocks all that come after it */
    long allocateSendPacket(long session, int size);

    void sendPacket(long session, long packet);

    int lastError();
}
