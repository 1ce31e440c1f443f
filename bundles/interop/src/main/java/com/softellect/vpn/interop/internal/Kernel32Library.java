package com.softellect.vpn.interop.internal;

/** The functions of kernel32.dll for events. Handles and addresses are longs. */
interface Kernel32Library {

    int INFINITE = -1;
    /** Result of a wait: the first of the handles; the second is one more. */
    int WAIT_OBJECT_0 = 0;

    /** @return the event, or 0 */
    long createEventW(long attributes, int manualReset, int initialState, long name);

    int setEvent(long event);

    int resetEvent(long event);

    int closeHandle(long handle);

    /** @return {@link #WAIT_OBJECT_0} and the index of the first handle that is signalled, or something else on failure */
    int waitForMultipleObjects(int count, long handles, int waitForAll, int milliseconds);

    int lastError();
}
