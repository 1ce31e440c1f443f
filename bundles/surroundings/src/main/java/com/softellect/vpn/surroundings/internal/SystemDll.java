package com.softellect.vpn.surroundings.internal;

import com.sun.jna.NativeLibrary;

/**
 * A library of Windows itself. 64-bit Windows has one calling convention.
 *
 * <p>Not mapped directly: JNA would hold the mapped class, and with it this version of the bundle, for as long as the process runs.
 *
 * <p>Threads: any.
 *
 * @param name without its extension
 */
record SystemDll(String name) implements Dll {

    /** @throws UnsatisfiedLinkError if this system has no such library, or it has no such function */
    @Override
    public long call(String function, Object... arguments) {
        return NativeLibrary.getInstance(name).getFunction(function).invokeLong(arguments);
    }
}
