package com.softellect.vpn.dns.internal;

import com.softellect.vpn.api.dns.DnsUpstream;
import java.net.InetSocketAddress;

/**
 * One server that is asked, and how well it answers. Twice in a row without an answer, and it comes after the others: for a second, then for twice as
 * long each time, for half a minute at most. When that is over, a copy of somebody's question tries whether it answers again.
 *
 * <p>Belongs to the loop, but for {@link #status}, which any thread may ask.
 */
final class Upstream {

    private static final int FAILURES = 2;
    private static final long PAUSE_MILLIS = 1_000;
    private static final long MOST_PAUSE_MILLIS = 30_000;
    private static final int MOST_DOUBLINGS = 5;

    private final InetSocketAddress address;

    private long pausedUntil;

    /** Written by the loop. */
    private volatile int failures;
    private volatile int millis = -1;
    private volatile long answered;
    private volatile long failed;
    private volatile String problem;

    Upstream(InetSocketAddress address) {
        this.address = address;
    }

    InetSocketAddress address() {
        return address;
    }

    /** It answered, in that time. */
    void answered(long inMillis) {
        answered++;
        failures = 0;
        pausedUntil = 0;
        problem = null;
        millis = millis < 0 ? (int) inMillis : (int) ((7L * millis + inMillis) / 8);
    }

    /** It did not answer a question. What was asked while it was paused is no news. */
    void failed(String why, long now) {
        failed++;
        problem = why;
        if (now >= pausedUntil) {
            failures++;
            if (failures >= FAILURES) {
                pause(now);
            }
        }
    }

    boolean isWell() {
        return failures < FAILURES;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /** Whether it is to be tried again now; then not again until its next pause is over. */
    boolean takeTrial(long now) {
        boolean due = !isWell() && now >= pausedUntil;
        if (due) {
            pause(now);
            failures++;
        }
        return due;
    }

    private void pause(long now) {
        pausedUntil = now + Math.min(MOST_PAUSE_MILLIS, PAUSE_MILLIS << Math.min(MOST_DOUBLINGS, failures - FAILURES));
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    DnsUpstream status() {
        return new DnsUpstream(text(address), isWell(), millis, answered, failed, problem);
    }
}
