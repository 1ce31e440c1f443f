package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.datapath.system.NativeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changes of Windows's IPv4 addresses and routes; an interface that comes or goes changes both. By events, not by calls from Windows into this process.
 *
 * <p>A thread of its own waits without a timeout; {@link #close} ends it. What Windows writes to is freed when that thread has ended, with which Windows ends what
 * it has begun for it.
 */
final class AddressChanges {

    private static final Logger LOG = LoggerFactory.getLogger(AddressChanges.class);

    private static final int ERROR_IO_PENDING = 997;
    private static final int INFINITE = -1;
    private static final int FALSE = 0;
    private static final int TRUE = 1;

    /** {@code OVERLAPPED}: its event is the last of it. */
    private static final int OVERLAPPED_BYTES = 32;
    private static final int OVERLAPPED_EVENT = 24;

    /** The end, and for each kind of change an event. */
    private static final String[] KINDS = {"NotifyAddrChange", "NotifyRouteChange"};
    private static final int EVENTS = 1 + KINDS.length;

    private final Dll ipHelper;
    private final Dll kernel32;
    private final Runnable listener;
    private final Thread thread;

    /** The events' handles, the one of the end first: of several that are signalled the lowest wins. */
    private final NativeBuffer events = new NativeBuffer(EVENTS * Long.BYTES);
    private final NativeBuffer overlapped = new NativeBuffer(EVENTS * OVERLAPPED_BYTES);
    private final NativeBuffer handle = new NativeBuffer(Long.BYTES);

    private AddressChanges(Dll ipHelper, Dll kernel32, String threadName, Runnable listener) {
        this.ipHelper = ipHelper;
        this.kernel32 = kernel32;
        this.listener = listener;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    /** @param listener is called by a thread of that name */
    static AddressChanges start(Dll ipHelper, Dll kernel32, String threadName, Runnable listener) {
        AddressChanges changes = new AddressChanges(ipHelper, kernel32, threadName, listener);
        for (int i = 0; i < EVENTS; i++) {
            long event = kernel32.call("CreateEventW", 0L, i == 0 ? TRUE : FALSE, FALSE, 0L);
            changes.events.bytes().putLong(i * Long.BYTES, event);
            changes.overlapped.bytes().putLong(i * OVERLAPPED_BYTES + OVERLAPPED_EVENT, event);
        }
        changes.thread.start();
        return changes;
    }

    private void run() {
        LOG.debug("{}: started", thread.getName());
        boolean hearing = ask(1) && ask(2);
        while (hearing) {
            int signalled = (int) kernel32.call("WaitForMultipleObjects", EVENTS, events.address(), FALSE, INFINITE);
            if (signalled < 0 || signalled >= EVENTS) {
                LOG.warn("{}: changes are no longer heard of: waiting failed", thread.getName());
            }
            hearing = signalled > 0 && signalled < EVENTS && ask(signalled);
            if (hearing) {
                listener.run();
            }
        }
        for (int kind = 1; kind < EVENTS; kind++) {
            ipHelper.call("CancelIPChangeNotify", request(kind));
        }
        LOG.debug("{}: ended", thread.getName());
    }

    /** Has Windows signal the event of this kind at the next change. Asked anew before somebody looks, so that no change is missed. */
    private boolean ask(int kind) {
        int error = (int) ipHelper.call(KINDS[kind - 1], handle.address(), request(kind));
        if (error != ERROR_IO_PENDING && error != 0) {
            LOG.warn("{}: changes are not heard of: Windows error {} of {}", thread.getName(), error, KINDS[kind - 1]);
            return false;
        }
        return true;
    }

    private long request(int kind) {
        return overlapped.address() + (long) kind * OVERLAPPED_BYTES;
    }

    void close() {
        kernel32.call("SetEvent", events.bytes().getLong(0));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the memory stays rather than being freed under the thread
        }
        for (int i = 0; i < EVENTS; i++) {
            kernel32.call("CloseHandle", events.bytes().getLong(i * Long.BYTES));
        }
        events.close();
        overlapped.close();
        handle.close();
    }
}
