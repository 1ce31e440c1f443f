package com.softellect.vpn.api.client;

import com.softellect.vpn.api.policy.Policy;
import java.time.Instant;

/**
 * A client that is to be added.
 *
 * @param id             see {@link Client}
 * @param publicKey      the client's own key, 44 characters of base64; null: a pair is made, and the private key is in the profile only
 * @param address        its tunnel address as text, like 10.66.77.2; {@link #DYNAMIC}: it is lent one when it connects; null: the first free one of
 *                       the tunnel's network
 * @param expires        from when on it may not connect; null: never
 * @param clientToClient see {@link Client}
 * @param policy         see {@link Client}
 */
public record NewClient(String id, String publicKey, String address, Instant expires, boolean clientToClient, Policy policy) {

    /** What stands in the place of an address. */
    public static final String DYNAMIC = "dynamic";

    /** One with {@link Policy#OPEN}. */
    public NewClient(String id, String publicKey, String address, Instant expires, boolean clientToClient) {
        this(id, publicKey, address, expires, clientToClient, Policy.OPEN);
    }
}
