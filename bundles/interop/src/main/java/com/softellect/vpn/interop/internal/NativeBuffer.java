package com.softellect.vpn.interop.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap, zeroed, for the system to read from and write to. Freed by {@link #close}; nobody may use the
 * address after that.
 *
 * <p>Threads: one at a time.
 */
final class NativeBuffer implements AutoCloseable {

    private final Memory memory;
    private final ByteBuffer bytes;
    private final long address;

    /** @param size bytes */
    NativeBuffer(int size) {
        memory = new Memory(size);
        memory.clear();
        bytes = memory.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
        address = Pointer.nativeValue(memory);
    }

    /** Where the memory is, as the system counts. */
    long address() {
        return address;
    }

    /** The same memory for Java, in native byte order. Only its absolute methods are used. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Copies a packet in, from the start. */
    void put(byte[] packet) {
        bytes.put(0, packet);
    }

    /** Copies the first bytes out. */
    byte[] copy(int length) {
        byte[] packet = new byte[length];
        bytes.get(0, packet);
        return packet;
    }

    @Override
    public void close() {
        memory.close();
    }
}
