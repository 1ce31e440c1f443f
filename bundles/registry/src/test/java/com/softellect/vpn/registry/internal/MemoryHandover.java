package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.handover.UnknownHandoverException;
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
        HandoverState state = left.get(name);
        if (state != null && !versions.contains(state.version())) {
            throw new UnknownHandoverException("version " + state.version());
        }
        return Optional.ofNullable(left.remove(name));
    }
}
