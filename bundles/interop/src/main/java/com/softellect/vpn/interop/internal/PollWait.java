package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.datapath.system.Descriptor;
import com.softellect.vpn.datapath.system.NativeBuffer;
import java.util.function.BooleanSupplier;

/**
 * Waits with poll(2) on {device, eventfd}. Owns the eventfd, not the device's descriptor.
 *
 * <p>Threads: as {@link WaitSource} says. An eventfd written by several threads at once just stays on.
 */
final class PollWait implements WaitSource {

    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS_OFFSET = 4;
    private static final int NO_TIMEOUT = -1;
    private static final int COUNTER_BYTES = 8;

    private final Descriptor event;
    private final BooleanSupplier hasNext;

    /** Two pollfd; the system writes what happened, which nobody reads: the reader tries, and looks at the cancellation. */
    private final NativeBuffer descriptors = new NativeBuffer(2 * POLLFD_BYTES);
    /** The 1 that every signal adds; never written again, so that any number of threads can signal at once. */
    private final NativeBuffer one = new NativeBuffer(COUNTER_BYTES);
    private final NativeBuffer cleared = new NativeBuffer(COUNTER_BYTES);

    /**
     * @param device  an open descriptor, which stays the caller's
     * @param hasNext whether a packet is there that the device does not know of any more; asked by the waiting thread
     * @throws TunAdapterException if there is no eventfd to be had
     */
    PollWait(int device, BooleanSupplier hasNext) throws TunAdapterException {
        int number = LibC.eventfd(0, LibC.O_NONBLOCK | LibC.O_CLOEXEC);
        if (number < 0) {
            throw LinuxErrors.noDescriptor("an eventfd", LibC.errno());
        }
        this.hasNext = hasNext;
        event = new Descriptor(number);
        one.bytes().putLong(0, 1);
        watch(0, device);
        watch(1, number);
    }

    private void watch(int index, int descriptor) {
        descriptors.bytes().putInt(index * POLLFD_BYTES, descriptor);
        descriptors.bytes().putShort(index * POLLFD_BYTES + EVENTS_OFFSET, POLLIN);
    }

    @Override
    public void await() throws TunAdapterException {
        while (!hasNext.getAsBoolean() && LibC.poll(descriptors.address(), 2, NO_TIMEOUT) < 0) {
            int errno = LibC.errno();
            if (errno != LibC.EINTR) {
                throw LinuxErrors.waiting(errno);
            }
        }
    }

    @Override
    public void signal() {
        LibC.write(event.number(), one.address(), COUNTER_BYTES); // fails only where the counter is full: then it is on
    }

    @Override
    public void clear() {
        LibC.read(event.number(), cleared.address(), COUNTER_BYTES); // fails only where it is off
    }

    @Override
    public void dispose() {
        event.close();
        descriptors.close();
        one.close();
        cleared.close();
    }
}
