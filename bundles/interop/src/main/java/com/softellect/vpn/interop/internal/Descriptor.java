package com.softellect.vpn.interop.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns an open file descriptor and closes it once: its number is given to someone else as soon as it is closed, and a second
 * close would close theirs.
 *
 * <p>Threads: any. That nobody uses the number after {@link #close} is up to the owner.
 */
final class Descriptor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Descriptor.class);

    private final int number;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /** @param number an open descriptor that belongs to this object from now on */
    Descriptor(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    @Override
    public void close() {
        if (open.getAndSet(false) && LibC.close(number) < 0) {
            LOG.error("closing descriptor {} failed: {}", number, LibC.describe(LibC.errno()));
        }
    }
}
