package com.softellect.vpn.lab.net;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.file.Path;

/** The one system call that Java lacks here: moves the calling thread, and no other, into a namespace. */
final class Setns {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_RDONLY = 0;

    /** What is needed of the C library. */
    interface LibC extends Library {
        int open(String path, int flags) throws LastErrorException;

        int setns(int descriptor, int type) throws LastErrorException;

        int close(int descriptor) throws LastErrorException;
    }

    private static final LibC C = Native.load("c", LibC.class);

    private Setns() {
    }

    /** @throws LastErrorException with the system's error number if the file is no network namespace or may not be entered */
    static void enterNetwork(Path namespace) {
        int descriptor = C.open(namespace.toString(), O_RDONLY);
        try {
            C.setns(descriptor, CLONE_NEWNET);
        } finally {
            C.close(descriptor);
        }
    }
}
