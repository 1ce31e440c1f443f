package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.session.EndReason;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers why the last sessions ended, for their clients that call once more. Bounded: the oldest is forgotten. Thread-safe. */
final class EndedSessions {

    /** More than clients that can be between two calls when their sessions end; some 200 bytes each. */
    private static final int MOST = 4096;

    private final Map<Long, Ended> byKey = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Ended> eldest) {
            return size() > MOST;
        }
    };

    synchronized void remember(SessionId id, EndReason reason) {
        byKey.put(id.key(), new Ended(id, reason));
    }

    /** @return null if it is not known */
    synchronized EndReason reason(SessionId id) {
        Ended ended = byKey.get(id.key());
        return ended != null && ended.id.matches(id) ? ended.reason : null;
    }

    /** All that is remembered, oldest first. */
    synchronized Map<SessionId, EndReason> all() {
        Map<SessionId, EndReason> all = new LinkedHashMap<>();
        byKey.values().forEach(one -> all.put(one.id, one.reason));
        return all;
    }

    private record Ended(SessionId id, EndReason reason) {
    }
}
