package com.softellect.vpn.dns.internal;

import java.io.Closeable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collection;

/** Closes what was left, without a class of this bundle. Stateless. */
final class Closing {

    private Closing() {
    }

    /** @return null if there is nothing to close */
    static MethodHandle of(Collection<?> left) {
        MethodHandle all = null;
        for (Object one : left) {
            if (one instanceof Closeable closeable) {
                MethodHandle close = close(closeable);
                all = all == null ? close : MethodHandles.foldArguments(close, all);
            }
        }
        return all;
    }

    private static MethodHandle close(Closeable closeable) {
        try {
            return MethodHandles.publicLookup().findVirtual(Closeable.class, "close", MethodType.methodType(void.class)).bindTo(closeable);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("whatever is closeable can be closed", e);
        }
    }
}
