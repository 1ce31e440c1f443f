package com.softellect.vpn.interop.internal;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events as kernel32 has them, in this JVM: counts what happens to them, and notes every use of one that was closed. */
final class FakeKernel32 implements Kernel32Library {

    private static final int ERROR_INVALID_HANDLE = 6;
    private static final int WAIT_FAILED = -1;

    private static final class Event {
        private final boolean manualReset;
        private boolean signalled;

        private Event(boolean manualReset) {
            this.manualReset = manualReset;
        }
    }

    private final Map<Long, Event> events = new HashMap<>();
    private final List<Long> closed = new ArrayList<>();
    private final List<String> violations;
    private long nextHandle = 0x100;
    private int waiting;
    private boolean noMoreEvents;
    private boolean waitsFail;
    private int lastError;

    FakeKernel32(List<String> violations) {
        this.violations = violations;
    }

    /** As the session makes its read wait event. */
    synchronized long newAutoResetEvent() {
        return newEvent(false);
    }

    private long newEvent(boolean manualReset) {
        nextHandle += 4;
        events.put(nextHandle, new Event(manualReset));
        return nextHandle;
    }

    /** As the session closes its read wait event. */
    synchronized void closeOwn(long handle) {
        events.remove(handle);
    }

    synchronized void noMoreEvents() {
        noMoreEvents = true;
    }

    synchronized void waitsFail() {
        waitsFail = true;
        notifyAll();
    }

    synchronized int waiting() {
        return waiting;
    }

    /** The handles that were closed with CloseHandle, in order. */
    synchronized List<Long> closed() {
        return List.copyOf(closed);
    }

    synchronized boolean isSignalled(long handle) {
        return events.get(handle).signalled;
    }

    synchronized int open() {
        return events.size();
    }

    @Override
    public synchronized long createEventW(long attributes, int manualReset, int initialState, long name) {
        if (noMoreEvents) {
            lastError = 8;
            return 0;
        }
        long handle = newEvent(manualReset != 0);
        events.get(handle).signalled = initialState != 0;
        return handle;
    }

    @Override
    public synchronized int setEvent(long handle) {
        return set(handle, true, "SetEvent");
    }

    @Override
    public synchronized int resetEvent(long handle) {
        Event event = events.get(handle);
        if (event != null && !event.manualReset) {
            violations.add("ResetEvent on the read wait event");
        }
        return set(handle, false, "ResetEvent");
    }

    private int set(long handle, boolean signalled, String call) {
        Event event = events.get(handle);
        if (event == null) {
            violations.add(call + " on a closed handle");
            return 0;
        }
        event.signalled = signalled;
        notifyAll();
        return 1;
    }

    @Override
    public synchronized int closeHandle(long handle) {
        closed.add(handle);
        if (waiting > 0) {
            violations.add("CloseHandle while a thread waits");
        }
        if (events.remove(handle) == null) {
            violations.add("CloseHandle on a closed handle");
        }
        return 1;
    }

    @Override
    public synchronized int waitForMultipleObjects(int count, long handles, int waitForAll, int milliseconds) {
        waiting++;
        notifyAll();
        try {
            while (!waitsFail) {
                int index = firstSignalled(new Pointer(handles).getLongArray(0, count));
                if (index >= 0) {
                    return WAIT_OBJECT_0 + index;
                }
                wait();
            }
        } catch (InterruptedException e) {
            violations.add("a wait was interrupted");
        } finally {
            waiting--;
        }
        lastError = ERROR_INVALID_HANDLE;
        return WAIT_FAILED;
    }

    /** Takes the signal of an auto-reset event, as a wait does. */
    private int firstSignalled(long[] handles) {
        for (int i = 0; i < handles.length; i++) {
            Event event = events.get(handles[i]);
            if (event == null) {
                violations.add("waiting on a closed handle");
            } else if (event.signalled) {
                event.signalled = event.manualReset;
                return i;
            }
        }
        return -1;
    }

    /** Until a thread is inside a wait. */
    synchronized void awaitWaiting() throws InterruptedException {
        while (waiting == 0) {
            wait();
        }
    }

    @Override
    public synchronized int lastError() {
        return lastError;
    }
}
