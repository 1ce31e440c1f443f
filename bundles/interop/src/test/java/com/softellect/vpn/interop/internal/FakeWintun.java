package com.softellect.vpn.interop.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * wintun.dll as its contract has it, in this JVM: one adapter with one session. It counts, notes every breach of the
 * contract, and like the original signals its event only for a packet that comes after the ring was found empty.
 */
final class FakeWintun implements WintunLibrary {

    static final long ADAPTER = 0x1000;
    static final long SESSION = 0x2000;
    private static final byte POISON = (byte) 0xdd;

    private final FakeKernel32 kernel32;
    private final List<String> violations;
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private final Map<Long, Memory> received = new HashMap<>();
    private final Map<Long, Memory> allocated = new HashMap<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final ThreadLocal<Integer> lastError = ThreadLocal.withInitial(() -> 0);

    private boolean adapterOpen;
    private boolean sessionOpen;
    private boolean alertable;
    private long readEvent;
    private int released;
    private int createError;
    private int startError;
    private int receiveError;
    private int allocateError;
    private int lyingSize;
    private String createdName;

    FakeWintun(FakeKernel32 kernel32, List<String> violations) {
        this.kernel32 = kernel32;
        this.violations = violations;
    }

    synchronized void failCreate(int error) {
        createError = error;
    }

    synchronized void failStart(int error) {
        startError = error;
    }

    synchronized void failReceive(int error) {
        receiveError = error;
    }

    synchronized void failAllocate(int error) {
        allocateError = error;
    }

    /** The size told of the next packets, instead of the true one. */
    synchronized void lieAboutSize(int size) {
        lyingSize = size;
    }

    /** A packet of the kernel. */
    synchronized void arrive(byte[] packet) {
        arrived.add(packet);
        if (alertable) {
            alertable = false;
            kernel32.setEvent(readEvent);
        }
    }

    /** What the driver may do at any time. */
    synchronized void signalForNoReason() {
        kernel32.setEvent(readEvent);
    }

    synchronized int released() {
        return released;
    }

    synchronized List<byte[]> sent() {
        return List.copyOf(sent);
    }

    /** Opening and closing calls, in order. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized long readEvent() {
        return readEvent;
    }

    synchronized String createdName() {
        return createdName;
    }

    @Override
    public synchronized long createAdapter(long name, long tunnelType, long guid) {
        calls.add("create");
        if (createError != 0) {
            return fail(createError);
        }
        createdName = FakeIpHelper.text(name);
        adapterOpen = true;
        return ADAPTER;
    }

    @Override
    public synchronized void closeAdapter(long adapter) {
        calls.add("close");
        check(adapter == ADAPTER && adapterOpen, "CloseAdapter on a closed adapter");
        check(!sessionOpen, "CloseAdapter before EndSession");
        adapterOpen = false;
    }

    @Override
    public synchronized void getAdapterLUID(long adapter, long luid) {
        check(adapter == ADAPTER && adapterOpen, "GetAdapterLUID on a closed adapter");
        new Pointer(luid).setLong(0, FakeIpHelper.LUID);
    }

    @Override
    public int getRunningDriverVersion() {
        return 14;
    }

    @Override
    public synchronized long startSession(long adapter, int capacity) {
        calls.add("start " + capacity);
        check(adapter == ADAPTER && adapterOpen, "StartSession on a closed adapter");
        if (startError != 0) {
            return fail(startError);
        }
        sessionOpen = true;
        readEvent = kernel32.newAutoResetEvent();
        return SESSION;
    }

    @Override
    public synchronized void endSession(long session) {
        calls.add("end");
        checkSession(session, "EndSession");
        check(kernel32.waiting() == 0, "EndSession while the reader waits");
        check(received.isEmpty(), "EndSession with packets that were not released");
        check(allocated.isEmpty(), "EndSession with packets that were not sent");
        sessionOpen = false;
        kernel32.closeOwn(readEvent);
    }

    @Override
    public synchronized long getReadWaitEvent(long session) {
        checkSession(session, "GetReadWaitEvent");
        return readEvent;
    }

    @Override
    public synchronized long receivePacket(long session, long size) {
        checkSession(session, "ReceivePacket");
        if (receiveError != 0) {
            return fail(receiveError);
        }
        byte[] packet = arrived.poll();
        if (packet == null) {
            alertable = true;
            return fail(ERROR_NO_MORE_ITEMS);
        }
        new Pointer(size).setInt(0, lyingSize == 0 ? packet.length : lyingSize);
        Memory memory = new Memory(packet.length);
        memory.write(0, packet, 0, packet.length);
        received.put(Pointer.nativeValue(memory), memory);
        return Pointer.nativeValue(memory);
    }

    @Override
    public synchronized void releaseReceivePacket(long session, long packet) {
        checkSession(session, "ReleaseReceivePacket");
        Memory memory = received.remove(packet);
        check(memory != null, "a packet was released that was not received, or released twice");
        if (memory != null) {
            memory.setMemory(0, memory.size(), POISON);
            released++;
        }
    }

    @Override
    public synchronized long allocateSendPacket(long session, int size) {
        checkSession(session, "AllocateSendPacket");
        check(size >= 1 && size <= 65_535, "AllocateSendPacket of " + size + " bytes");
        if (allocateError != 0) {
            return fail(allocateError);
        }
        Memory memory = new Memory(size);
        allocated.put(Pointer.nativeValue(memory), memory);
        return Pointer.nativeValue(memory);
    }

    @Override
    public synchronized void sendPacket(long session, long packet) {
        checkSession(session, "SendPacket");
        Memory memory = allocated.remove(packet);
        check(memory != null, "a packet was sent that was not allocated, or sent twice");
        if (memory != null) {
            sent.add(memory.getByteArray(0, (int) memory.size()));
        }
    }

    private void checkSession(long session, String call) {
        check(session == SESSION && sessionOpen, call + " on a session that ended");
    }

    private void check(boolean kept, String violation) {
        if (!kept) {
            violations.add(violation);
        }
    }

    private long fail(int error) {
        lastError.set(error);
        return 0;
    }

    @Override
    public int lastError() {
        return lastError.get();
    }
}
