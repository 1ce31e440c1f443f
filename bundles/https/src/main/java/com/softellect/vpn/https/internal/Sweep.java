package com.softellect.vpn.https.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that get no further: a connection must begin a new request every so often. The next request can't begin before the one
 * before was read and answered whole, so this ends slow handshakes, slow headers, slow bodies, slow readers and idle connections alike,
 * however many bytes they still move. A poll is answered after 250 ms, so no honest caller is meant.
 *
 * <p>One thread, that of {@link TlsDoor}'s scheduler.
 */
final class Sweep implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final GuardedConnector connector;
    private final long patienceNanos;
    private final DoorCounters counters;
    private final Map<EndPoint, Progress> seen = new HashMap<>();

    Sweep(GuardedConnector connector, long patienceNanos, DoorCounters counters) {
        this.connector = connector;
        this.patienceNanos = patienceNanos;
        this.counters = counters;
    }

    @Override
    public void run() {
        try {
            connector.forgetKnown();
            sweep(connector.getConnectedEndPoints(), System.nanoTime());
        } catch (RuntimeException e) {
            LOG.warn("a look at the connections failed; the next one is in a second", e);
        }
    }

    private void sweep(Collection<EndPoint> connected, long now) {
        seen.keySet().retainAll(connected);
        for (EndPoint endPoint : connected) {
            Progress before = seen.get(endPoint);
            long requests = requests(endPoint);
            if (before == null || before.requests() != requests) {
                seen.put(endPoint, new Progress(requests, now));
            } else if (now - before.since() >= patienceNanos) {
                LOG.debug("closing {}: no new request in time", endPoint);
                counters.cutOff();
                endPoint.close();
            }
        }
    }

    /** How many requests began on a connection: their headers were read. Jetty calls it messages. */
    private static long requests(EndPoint endPoint) {
        Connection connection = endPoint.getConnection();
        if (connection instanceof SslConnection tls) {
            connection = tls.getDecryptedEndPoint().getConnection();
        }
        return connection == null ? 0 : connection.getMessagesIn();
    }

    /**
     * @param requests that had begun
     * @param since    System.nanoTime() of when that was first seen
     */
    private record Progress(long requests, long since) {
    }
}
