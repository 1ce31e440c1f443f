package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The adapters of one kind that were left open for whoever opens them next, this bundle or its next version. Any thread. */
final class KeptAdapters {

    /** The layout of what is left. In the manifest too, see docs/upgrade.md. */
    static final int VERSION = 1;

    private final Handover handover;
    private final String type;

    KeptAdapters(Handover handover, String type) {
        this.handover = handover;
        this.type = type;
    }

    /**
     * @param wanted   what the adapter was opened with
     * @param own      what this kind of adapter needs to go on; its keys are up to it
     * @param disposal closes it if nobody comes; null if it is memory only
     */
    void leave(TunAdapterSettings wanted, Map<String, Object> own, MethodHandle disposal) {
        handover.leave(name(wanted), new HandoverState(VERSION, Map.of(), Map.of("settings", wanted.toString(), "own", own), disposal));
    }

    /** What was left under these very settings. An adapter of that name with others is closed. */
    Optional<Map<?, ?>> take(TunAdapterSettings wanted) {
        HandoverState state = handover.take(name(wanted), Set.of(VERSION)).orElse(null);
        if (state == null) {
            return Optional.empty();
        }
        if (!wanted.toString().equals(state.passing().get("settings"))) {
            state.dispose();
            return Optional.empty();
        }
        return Optional.of((Map<?, ?>) state.passing().get("own"));
    }

    private String name(TunAdapterSettings wanted) {
        return "interop/" + type + "/" + wanted.name();
    }
}
