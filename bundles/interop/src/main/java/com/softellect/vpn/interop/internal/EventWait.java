package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.datapath.system.NativeBuffer;
import java.util.function.BooleanSupplier;

/**
 * Waits on {cancel event, WinTun's read wait event}. Owns the cancel event, which is manual-reset; never closes nor resets the
 * read wait event, which belongs to the session. The cancel event comes first: of several that are signalled the lowest wins.
 *
 * <p>WinTun signals its event only for packets that come after the receive ring was found empty. So nobody ever waits
 * unless the last thing that happened was to find it empty: else this returns at once, and the reader tries.
 *
 * <p>Threads: as {@link WaitSource} says.
 */
final class EventWait implements WaitSource {

    private static final int FALSE = 0;
    private static final int TRUE = 1;
    private static final int HANDLES = 2;

    private final Kernel32Library kernel32;
    private final BooleanSupplier wasFoundEmpty;
    private final long cancelEvent;
    private final NativeBuffer handles = new NativeBuffer(HANDLES * Long.BYTES);

    /**
     * @param readEvent     the session's read wait event, which stays the session's
     * @param wasFoundEmpty whether the reader found the ring empty since this was last asked
     */
    EventWait(Kernel32Library kernel32, long readEvent, BooleanSupplier wasFoundEmpty) throws TunAdapterException {
        this.kernel32 = kernel32;
        this.wasFoundEmpty = wasFoundEmpty;
        this.cancelEvent = kernel32.createEventW(0, TRUE, FALSE, 0);
        if (cancelEvent == 0) {
            throw WintunErrors.failed("making an event", kernel32.lastError());
        }
        handles.bytes().putLong(0, cancelEvent).putLong(Long.BYTES, readEvent);
    }

    @Override
    public void await() throws TunAdapterException {
        if (!wasFoundEmpty.getAsBoolean()) {
            return;
        }
        int result = kernel32.waitForMultipleObjects(HANDLES, handles.address(), FALSE, Kernel32Library.INFINITE);
        if (result < Kernel32Library.WAIT_OBJECT_0 || result >= Kernel32Library.WAIT_OBJECT_0 + HANDLES) {
            throw WintunErrors.failed("waiting for packets", kernel32.lastError());
        }
    }

    @Override
    public void signal() {
        kernel32.setEvent(cancelEvent);
    }

    @Override
    public void clear() {
        kernel32.resetEvent(cancelEvent);
    }

    @Override
    public void dispose() {
        kernel32.closeHandle(cancelEvent);
        handles.close();
    }
}
