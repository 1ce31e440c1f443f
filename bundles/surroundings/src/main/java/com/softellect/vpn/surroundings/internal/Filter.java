package com.softellect.vpn.surroundings.internal;

import java.util.List;
import java.util.UUID;

/**
 * What the Windows Filtering Platform does with some of the packets of a layer. Of those that fit the one with the most weight counts.
 *
 * @param description for people, and for {@link FilterSet#descriptions}
 * @param permits     else it blocks
 * @param weight      0 to 15
 * @param conditions  all packets if there is none
 */
record Filter(String description, Layer layer, boolean permits, int weight, List<Condition> conditions) {

    private static final int PERMIT = 12;
    private static final int BLOCK = 0;

    /** Where it is asked: FWPM_LAYER_ALE_AUTH_CONNECT_..., FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_..., FWPM_LAYER_IPFORWARD_... of {@code fwpmu.h}. */
    enum Layer {
        CONNECT_V4("c38d57d1-05a7-4c33-904f-7fbceee60e82"),
        CONNECT_V6("4a72393b-319f-44bc-84c3-ba54dcb3b6b4"),
        ACCEPT_V4("e1cd9fe7-f4b5-4273-96c0-592e487b8650"),
        ACCEPT_V6("a3b42c97-9f04-4672-b87e-cee9c483257f"),
        FORWARD_V4("a82acc24-4ee1-4ee1-b465-fd1d25cb10a4"),
        FORWARD_V6("7b964818-19c7-493a-b71f-832c3684d28c");

        private final UUID key;

        Layer(String key) {
            this.key = UUID.fromString(key);
        }

        UUID key() {
            return key;
        }
    }

    static Filter permit(String description, Layer layer, List<Condition> conditions) {
        return new Filter(description, layer, true, PERMIT, conditions);
    }

    static Filter block(String description, Layer layer, List<Condition> conditions) {
        return new Filter(description, layer, false, BLOCK, conditions);
    }

    Filter withWeight(int other) {
        return new Filter(description, layer, permits, other, conditions);
    }
}
