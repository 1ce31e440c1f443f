package com.softellect.vpn.tunnel.internal;

import java.util.List;

/**
 * The gateway's URLs, asked in turn, the best one first. One round asks each of them once; the pauses grow from round to round, there are none
 * within one.
 *
 * <p>Threads: used by the supervisor only.
 */
final class GatewayUrls {

    private final List<String> urls;
    private int current;
    private int failed;

    /** @param urls best first, at least one */
    GatewayUrls(List<String> urls) {
        this.urls = urls;
    }

    String current() {
        return urls.get(current);
    }

    /** The current one was asked in vain: it is the next one's turn. Returns whether the round is over. */
    boolean next() {
        current = (current + 1) % urls.size();
        failed++;
        if (failed == urls.size()) {
            failed = 0;
            return true;
        }
        return false;
    }

    /** The current one has answered: a new round begins with it. */
    void reached() {
        failed = 0;
    }
}
