package com.softellect.vpn.surroundings.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * How an address is reached below the tunnel.
 *
 * @param device    the network interface; null if it is not reached at all
 * @param router    the next hop; null if there is none between
 * @param addresses this machine's own on that interface
 * @param mtu       the interface's, in bytes; 0 if it is not known
 */
record Way(String device, String router, List<String> addresses, int mtu) {

    static Way none() {
        return new Way(null, null, List.of(), 0);
    }

    /** Through the tunnel. */
    static Way through(String adapter) {
        return new Way(adapter, null, List.of(), 0);
    }

    boolean isNone() {
        return device == null;
    }

    /** The words that say it to {@code ip route}. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (router != null) {
            words.addAll(List.of("via", router));
        }
        words.addAll(List.of("dev", device));
        return words;
    }
}
