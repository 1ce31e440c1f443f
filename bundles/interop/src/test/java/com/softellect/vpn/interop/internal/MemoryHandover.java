package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what is left until it is taken, however long that takes. */
final class MemoryHandover implements Handover {

    final Map<String, HandoverState> left = new ConcurrentHashMap<>();

    @Override
    public void leave(String name, HandoverState state) {
        left.put(name, state);
    }

    @Override
    public Optional<HandoverState> take(String name, Set<Integer> versions) {
        return Optional.ofNullable(left.remove(name)).filter(state -> versions.contains(state.version()));
    }

    /** As if nobody had come in time. */
    void expire() {
        left.values().forEach(HandoverState::dispose);
        left.clear();
    }
}
