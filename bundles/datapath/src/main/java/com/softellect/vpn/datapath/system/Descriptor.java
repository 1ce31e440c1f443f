package com.softellect.vpn.datapath.system;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns an open file descriptor and closes it once: its number is given to someone else as soon as it is closed, and a second
 * close would close theirs.
 *
 * <p>Threads: any. That nobody uses the number after {@link #close} is up to the owner.
 */
public final class Descriptor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Descriptor.class);

    private final int number;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /** @param number an open descriptor that belongs to this object from now on */
    public Descriptor(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /**
     * Closes the number when it is invoked, for somebody who must not know this class: it is made of the JDK's own types and JNA's. Whoever uses it
     * owns the descriptor, and this object is not closed.
     */
    public MethodHandle closer() {
        Function close = NativeLibrary.getInstance("c").getFunction("close");
        try {
            return MethodHandles.publicLookup().findVirtual(Function.class, "invokeInt", MethodType.methodType(int.class, Object[].class))
                    .bindTo(close).bindTo(new Object[] {number});
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JNA is not as it was", e);
        }
    }

    @Override
    public void close() {
        if (open.getAndSet(false) && Netlink.close(number) < 0) {
            LOG.error("closing descriptor {} failed: errno {}", number, Netlink.errno());
        }
    }
}
