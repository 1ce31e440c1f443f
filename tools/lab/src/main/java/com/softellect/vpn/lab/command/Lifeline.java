package com.softellect.vpn.lab.command;

import java.io.IOException;
import java.io.InputStream;

/** Ends this process when the one that started it ends: then the pipe that is its standard input ends. */
final class Lifeline {

    /** Sent through the pipe before it ends, it means: live on. */
    static final byte LIVE_ON = 'k';

    /** The exit code of what was ended by Ctrl-C. */
    private static final int INTERRUPTED = 130;

    private Lifeline() {
    }

    static void watch(InputStream pipe) {
        Thread thread = new Thread(() -> await(pipe), "lab-lifeline");
        thread.setDaemon(true);
        thread.start();
    }

    private static void await(InputStream pipe) {
        int last;
        try {
            last = pipe.read();
        } catch (IOException e) {
            last = -1; // as lost as if it had ended
        }
        if (last != LIVE_ON) {
            System.exit(INTERRUPTED);
        }
    }
}
