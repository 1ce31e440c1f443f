package com.softellect.vpn.lab.e2e;

import com.softellect.vpn.lab.net.Namespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * One TCP connection, both of its ends here, each in a namespace of its own. What is said must arrive, however long that takes.
 *
 * @param near the end that has made the connection
 * @param far  the one that was called
 */
record Conversation(Socket near, Socket far) implements AutoCloseable {

    private static final int SILENCE_LIMIT_MILLIS = 60_000;

    /** @param address of the one who is called */
    static Conversation open(Namespace from, Namespace to, String address) throws Exception {
        try (ServerSocket listening = to.call(() -> new ServerSocket(0, 1, InetAddress.getByName(address)))) {
            listening.setSoTimeout(SILENCE_LIMIT_MILLIS);
            Socket near = from.call(() -> new Socket(address, listening.getLocalPort()));
            Socket far = listening.accept();
            near.setSoTimeout(SILENCE_LIMIT_MILLIS);
            far.setSoTimeout(SILENCE_LIMIT_MILLIS);
            return new Conversation(near, far);
        }
    }

    void sayNear(int octet) throws IOException {
        near.getOutputStream().write(octet);
    }

    void sayFar(int octet) throws IOException {
        far.getOutputStream().write(octet);
    }

    /** Waits for the next octet. @return -1 if the other end has ended the connection */
    int hearNear() throws IOException {
        return near.getInputStream().read();
    }

    int hearFar() throws IOException {
        return far.getInputStream().read();
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
    }
}
