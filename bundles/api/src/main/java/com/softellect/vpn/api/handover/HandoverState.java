package com.softellect.vpn.api.handover;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/**
 * What a layer leaves for its next version: the JDK's own types only, maps and lists of them included.
 *
 * @param version  of the layout; a layer that changes the layout counts it up, and says which ones it can take
 * @param lasting  what also outlives the process if that ends in order: text, numbers, truth values, byte arrays, instants, lists and maps
 *                 of these. It is written into a file, so nothing that lets anybody in may be among it
 * @param passing  what ends with the process
 * @param disposal gets rid of what is more than memory, a descriptor for example; no arguments; null if there is no such thing
 */
public record HandoverState(int version, Map<String, Object> lasting, Map<String, Object> passing, MethodHandle disposal) {

    public HandoverState {
        Objects.requireNonNull(lasting, "lasting");
        Objects.requireNonNull(passing, "passing");
    }

    /** Nobody will take it: frees what is more than memory, and wipes all byte arrays. To be called once, by whoever has the state. */
    public void dispose() {
        wipe(lasting);
        wipe(passing);
        if (disposal != null) {
            try {
                disposal.invoke();
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("a state that nobody took could not be disposed of", e);
            }
        }
    }

    private static void wipe(Object value) {
        if (value instanceof byte[] bytes) {
            Arrays.fill(bytes, (byte) 0);
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(HandoverState::wipe);
        } else if (value instanceof Collection<?> some) {
            some.forEach(HandoverState::wipe);
        }
    }

    /** Without what is in it. */
    @Override
    public String toString() {
        return "HandoverState[version " + version + "]";
    }
}
