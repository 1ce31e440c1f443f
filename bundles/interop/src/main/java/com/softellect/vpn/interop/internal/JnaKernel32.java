package com.softellect.vpn.interop.internal;

import com.sun.jna.Native;

/** kernel32.dll, mapped directly. Loaded on Windows only. */
final class JnaKernel32 implements Kernel32Library {

    JnaKernel32() {
        Native.register(JnaKernel32.class, new ExportedNames("").open("kernel32"));
    }

    @Override
    public native long createEventW(long attributes, int manualReset, int initialState, long name);

    @Override
    public native int setEvent(long event);

    @Override
    public native int resetEvent(long event);

    @Override
    public native int closeHandle(long handle);

    @Override
    public native int waitForMultipleObjects(int count, long handles, int waitForAll, int milliseconds);

    @Override
    public int lastError() {
        return Native.getLastError();
    }
}
