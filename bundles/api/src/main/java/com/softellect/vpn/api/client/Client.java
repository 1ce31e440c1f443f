package com.softellect.vpn.api.client;

import java.util.Objects;

/**
 * A client that may connect. Holds no secret.
 *
 * @param id      1 to 64 of the characters {@code A-Z a-z 0-9 . _ -}
 * @param address the client's fixed tunnel address, an int in network byte order
 */
public record Client(String id, int address) {

    /** @throws IllegalArgumentException if the id is not usable; the message says what is */
    public Client {
        Objects.requireNonNull(id, "id");
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("client id '" + id + "' is not usable: take 1 to 64 characters of A-Z a-z 0-9 . _ -");
        }
    }
}
