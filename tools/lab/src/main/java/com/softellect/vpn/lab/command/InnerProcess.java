package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This program, run once more inside. What it prints is relayed. Its standard input is its {@link Lifeline}: it ends when this
 * process ends, however that happens, unless it was let go before. {@link #run} is called once.
 */
final class InnerProcess {

    /** What the inner process prints last when it wants to be let go: ASCII "end of transmission". */
    static final byte LET_GO = 4;

    private static final int BUFFER_BYTES = 8192;
    private static final long CLEAN_UP_SECONDS = 30;

    private final List<String> command;

    /** Written by the thread that ends it, read by the one that relays: what it says of its own end is noise. */
    private volatile boolean ending;

    InnerProcess(List<String> command) {
        this.command = command;
    }

    /** Runs it until it ends or is let go. @return its exit code, or 0 */
    int run() throws LabException, InterruptedException {
        try {
            Process inner = new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread end = new Thread(() -> end(inner), "lab-end");
            Runtime.getRuntime().addShutdownHook(end);
            if (relay(inner.getInputStream())) {
                Runtime.getRuntime().removeShutdownHook(end);
                inner.getOutputStream().write(Lifeline.LIVE_ON);
                inner.getOutputStream().close();
                return 0;
            }
            return inner.waitFor();
        } catch (IOException e) {
            throw new LabException("lost the process inside: " + e.getMessage(), e);
        }
    }

    /** @return whether it wants to be let go; otherwise it has ended */
    private boolean relay(InputStream from) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int count = from.read(buffer);
        while (count >= 0) {
            boolean letGo = buffer[count - 1] == LET_GO;
            if (!ending) {
                System.out.write(buffer, 0, letGo ? count - 1 : count);
                System.out.flush();
            }
            if (letGo) {
                return true;
            }
            count = from.read(buffer);
        }
        return false;
    }

    /** Runs when this process is ended from outside, by Ctrl-C for example. Harmless after the inner one has ended. */
    private void end(Process inner) {
        if (!inner.isAlive()) {
            return;
        }
        try {
            ending = true;
            System.out.println();
            System.out.println("Ended from outside: removing everything.");
            inner.getOutputStream().close();
            if (!inner.waitFor(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                inner.destroyForcibly();
            }
        } catch (IOException | InterruptedException e) {
            inner.destroyForcibly(); // of unshare, which takes all that is inside with it
        }
    }
}
