package com.softellect.vpn.api.client;

import java.time.Instant;
import java.util.Objects;

/**
 * An address that is lent to a client. Immutable.
 *
 * @param address an int in network byte order
 * @param until   when somebody else may have it
 */
public record AddressLease(String clientId, int address, Instant until) {

    public AddressLease {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(until, "until");
    }
}
