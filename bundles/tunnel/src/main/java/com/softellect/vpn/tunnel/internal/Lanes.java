package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.datapath.MessageBuffers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The connections to a gateway for calls of one kind. A call takes one that is free; if none is, another one is made, up to so many; then it
 * follows the calls on the one that has the fewest.
 *
 * <p>Several, so that all cores do TLS and a loss holds up a part only; few, since each has to find out by itself how much the way carries.
 *
 * <p>Threads: all methods may be called by any thread.
 */
final class Lanes implements AutoCloseable {

    /** One that was not used for this long is not used again: the gateway, or something on the way, may have forgotten it. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int MOST = 4;

    private final GatewayAddress gateway;
    private final MessageBuffers buffers;
    private final String header;

    /** Guarded by this. */
    private final List<Used> lanes = new ArrayList<>();
    private boolean closed;

    Lanes(GatewayAddress gateway, MessageBuffers buffers) {
        this.gateway = gateway;
        this.buffers = buffers;
        this.header = "POST " + gateway.path() + " HTTP/1.1\r\nHost: " + gateway.authority()
                + "\r\nSOAPAction: \"\"\r\nAccept: text/xml, multipart/related\r\nContent-Type: ";
    }

    /** A lane, how many calls are on it, and when the last one ended. */
    private static final class Used {

        private final Lane lane;
        private int calls;
        private long freeSince;

        Used(Lane lane) {
            this.lane = lane;
        }
    }

    /** Makes a call. @param body not used any more when this returns */
    HttpAnswer call(String contentType, byte[] body, int length) throws IOException {
        Used used = enter();
        try {
            return used.lane.call((header + contentType + "\r\nContent-Length: " + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII), body, length);
        } finally {
            exit(used);
        }
    }

    private synchronized Used enter() throws IOException {
        if (closed) {
            throw new IOException("the way to the gateway is closed");
        }
        forget();
        Used best = null;
        for (Used used : lanes) {
            if (best == null || used.calls < best.calls) {
                best = used;
            }
        }
        if (best == null || best.calls > 0 && lanes.size() < MOST) {
            best = new Used(new Lane(new LaneSocket(gateway), buffers));
            lanes.add(best);
        }
        best.calls++;
        return best;
    }

    private void forget() {
        long now = System.nanoTime();
        for (Iterator<Used> all = lanes.iterator(); all.hasNext(); ) {
            Used used = all.next();
            if (used.lane.isOver() || used.calls == 0 && now - used.freeSince > KEPT_NANOS) {
                used.lane.close();
                all.remove();
            }
        }
    }

    private synchronized void exit(Used used) {
        used.calls--;
        used.freeSince = System.nanoTime();
    }

    /** Cuts all off: calls in flight fail. Closing twice is harmless. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Used used : lanes) { // where none was ever used this loads no class: an attempt may close it when its bundle is gone
            used.lane.close();
        }
        lanes.clear();
    }
}
