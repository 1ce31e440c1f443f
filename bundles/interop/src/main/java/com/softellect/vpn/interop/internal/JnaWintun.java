package com.softellect.vpn.interop.internal;

import com.sun.jna.Native;
import java.nio.file.Path;

/**
 * wintun.dll, mapped directly. Made once for each DLL; loaded on Windows only. 64-bit Windows has one calling convention, so
 * that this plain mapping fits.
 */
final class JnaWintun implements WintunLibrary, AutoCloseable {

    /** A strong reference for as long as the DLL may call it: JNA itself keeps a weak one. */
    private final WintunLogger logger = new WintunLogger();

    /**
     * @param dll an absolute path
     * @throws UnsatisfiedLinkError if it is not a wintun.dll for this processor
     */
    JnaWintun(Path dll) {
        Native.register(JnaWintun.class, new ExportedNames("Wintun").open(dll.toString()));
        setLogger(logger);
    }

    private native void setLogger(WintunLogger callback);

    @Override
    public native long createAdapter(long name, long tunnelType, long guid);

    @Override
    public native void closeAdapter(long adapter);

    @Override
    public native void getAdapterLUID(long adapter, long luid);

    @Override
    public native int getRunningDriverVersion();

    @Override
    public native long startSession(long adapter, int capacity);

    @Override
    public native void endSession(long session);

    @Override
    public native long getReadWaitEvent(long session);

    @Override
    public native long receivePacket(long session, long size);

    @Override
    public native void releaseReceivePacket(long session, long packet);

    @Override
    public native long allocateSendPacket(long session, int size);

    @Override
    public native void sendPacket(long session, long packet);

    @Override
    public int lastError() {
        return Native.getLastError();
    }

    /** The DLL forgets the logger, which goes away with this bundle. */
    @Override
    public void close() {
        setLogger(null);
    }
}
