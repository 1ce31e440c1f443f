package com.softellect.vpn.datapath.system;

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
public final class NativeBuffer implements AutoCloseable {

    private final Memory memory;
    private final ByteBuffer bytes;
    private final long address;

    /** @param size bytes */
    public NativeBuffer(int size) {
        memory = new Memory(size);
        memory.clear();
        bytes = memory.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
        address = Pointer.nativeValue(memory);
    }

    /** Where the memory is, as the system counts. */
    public long address() {
        return address;
    }

    /** The same memory for Java, in native byte order. Only its absolute methods are used. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Copies bytes in, from the start. */
    public void put(byte[] source) {
        put(0, source);
    }

    public void put(int at, byte[] source) {
        bytes.put(at, source);
    }

    /** Puts 16 bits in network byte order. */
    public void putWord(int at, int word) {
        bytes.put(at, (byte) (word >>> Byte.SIZE)).put(at + 1, (byte) word);
    }

    /** Copies the first bytes out. */
    public byte[] copy(int length) {
        return copy(0, length);
    }

    public byte[] copy(int at, int length) {
        byte[] copy = new byte[length];
        bytes.get(at, copy);
        return copy;
    }

    @Override
    public void close() {
        memory.close();
    }
}
