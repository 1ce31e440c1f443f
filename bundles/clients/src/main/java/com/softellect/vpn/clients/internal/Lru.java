package com.softellect.vpn.clients.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that is never larger than it may be: the entry that nobody asked for the longest makes room. Not thread-safe: its owner guards it. */
final class Lru<K, V> extends LinkedHashMap<K, V> {

    private final int most;

    Lru(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
