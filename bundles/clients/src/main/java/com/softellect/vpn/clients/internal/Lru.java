package com.softellect.vpn.clients.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** A map that is never larger than it may be: the entry that nobody asked for the longest makes room. Not thread-safe: its owner guards it. */
final class Lru<K, V> extends LinkedHashMap<K, V> {

    private final int most;
    private final BiConsumer<K, V> evicted;

    Lru(int most) {
        this(most, (key, value) -> { });
    }

    /** @param evicted gets what makes room */
    Lru(int most, BiConsumer<K, V> evicted) {
        super(16, 0.75f, true);
        this.most = most;
        this.evicted = evicted;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        boolean over = size() > most;
        if (over) {
            evicted.accept(eldest.getKey(), eldest.getValue());
        }
        return over;
    }
}
