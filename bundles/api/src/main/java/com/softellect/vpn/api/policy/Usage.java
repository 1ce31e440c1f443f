package com.softellect.vpn.api.policy;

import java.time.Instant;
import java.util.Objects;

/**
 * What a client has used of its quota in one period. Immutable.
 *
 * @param since when the period began
 * @param bytes of packets, both ways, not negative
 */
public record Usage(String clientId, Instant since, long bytes) {

    public Usage {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(since, "since");
        if (bytes < 0) {
            throw new IllegalArgumentException("the usage of client '" + clientId + "' is negative: " + bytes);
        }
    }
}
