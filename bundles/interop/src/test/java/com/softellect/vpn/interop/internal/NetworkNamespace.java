package com.softellect.vpn.interop.internal;

import com.sun.jna.Function;
import com.sun.jna.Native;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network namespace of its own, without any interface that is up, and without IPv6: no router solicitations among the packets.
 * It belongs to one thread: what that thread opens, adapters, sockets, files below /proc/sys/net and processes, is in the namespace,
 * and may be used by any thread. It is gone when all of that is closed.
 */
final class NetworkNamespace implements AutoCloseable {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final Path NO_IPV6 = Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6");

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    NetworkNamespace() throws Exception {
        call(() -> {
            if (Function.getFunction("c", "unshare").invokeInt(new Object[] {CLONE_NEWNET}) != 0) {
                throw new IllegalStateException("no network namespace: " + LibC.describe(Native.getLastError()));
            }
            if (Files.exists(NO_IPV6)) {
                Files.writeString(NO_IPV6, "1");
            }
            return null;
        });
    }

    <T> T call(Callable<T> what) throws Exception {
        try {
            return thread.submit(what).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
