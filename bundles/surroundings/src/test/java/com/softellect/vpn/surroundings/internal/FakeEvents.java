package com.softellect.vpn.surroundings.internal;

import com.sun.jna.Pointer;
import java.util.HashMap;
import java.util.Map;

/** The events of kernel32.dll, in this JVM: whether each is signalled. */
final class FakeEvents implements Dll {

    private final Map<Long, Boolean> signalled = new HashMap<>();
    private final Map<Long, Boolean> manual = new HashMap<>();
    private long next = 0x40;

    @Override
    public synchronized long call(String function, Object... arguments) {
        return switch (function) {
            case "CreateEventW" -> create((Integer) arguments[1] != 0);
            case "SetEvent" -> signal((Long) arguments[0]);
            case "CloseHandle" -> signalled.remove((Long) arguments[0]) == null ? 0 : 1;
            case "WaitForMultipleObjects" -> await((Integer) arguments[0], new Pointer((Long) arguments[1]));
            default -> throw new IllegalArgumentException(function);
        };
    }

    private long create(boolean manualReset) {
        next += 4;
        signalled.put(next, false);
        manual.put(next, manualReset);
        return next;
    }

    synchronized long signal(long event) {
        signalled.put(event, true);
        notifyAll();
        return 1;
    }

    /** Those that were not closed. */
    synchronized int open() {
        return signalled.size();
    }

    private long await(int count, Pointer handles) {
        try {
            while (true) {
                for (int i = 0; i < count; i++) {
                    long event = handles.getLong((long) i * Long.BYTES);
                    if (signalled.get(event)) {
                        signalled.put(event, manual.get(event));
                        return i;
                    }
                }
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
