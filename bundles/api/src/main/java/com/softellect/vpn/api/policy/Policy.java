package com.softellect.vpn.api.policy;

import java.util.List;

/**
 * What a client may do, apart from whether it may connect and reach other clients. Immutable.
 *
 * @param allowed           where it may send to outside the tunnel's network, and who may send to it from there; null: everywhere; empty: nowhere.
 *                          What the gateway itself offers at its tunnel address is outside in this sense
 * @param upBitsPerSecond   how much it may send; 0: as much as it can
 * @param downBitsPerSecond how much it is sent; 0: as much as comes
 * @param quota             how much both together in a period; null: there is none
 */
public record Policy(List<Rule> allowed, long upBitsPerSecond, long downBitsPerSecond, Quota quota) {

    /** The most rules of one client: each packet is held against all of them. */
    public static final int MAX_RULES = 64;

    /** The lowest limit, in bits a second: a packet of 1500 bytes takes 1.5 s. */
    public static final long MIN_LIMIT = 8_000;

    /** The highest limit, in bits a second. */
    public static final long MAX_LIMIT = 100_000_000_000L;

    /** Everything is allowed. */
    public static final Policy OPEN = new Policy(null, 0, 0, null);

    /** @throws IllegalArgumentException if such a policy can't be; the message says why */
    public Policy {
        if (allowed != null) {
            if (allowed.size() > MAX_RULES) {
                throw new IllegalArgumentException(allowed.size() + " rules for one client, " + MAX_RULES + " are possible: write wider ones");
            }
            allowed = List.copyOf(allowed);
        }
        checkLimit(upBitsPerSecond);
        checkLimit(downBitsPerSecond);
    }

    private static void checkLimit(long bitsPerSecond) {
        if (bitsPerSecond != 0 && (bitsPerSecond < MIN_LIMIT || bitsPerSecond > MAX_LIMIT)) {
            throw new IllegalArgumentException("a limit of " + bitsPerSecond + " bits a second is outside " + MIN_LIMIT + " to " + MAX_LIMIT);
        }
    }

    /** @param changed null: everywhere; empty: nowhere */
    public Policy withAllowed(List<Rule> changed) {
        return new Policy(changed, upBitsPerSecond, downBitsPerSecond, quota);
    }

    /** @param bitsPerSecond 0: none */
    public Policy withUpLimit(long bitsPerSecond) {
        return new Policy(allowed, bitsPerSecond, downBitsPerSecond, quota);
    }

    /** @param bitsPerSecond 0: none */
    public Policy withDownLimit(long bitsPerSecond) {
        return new Policy(allowed, upBitsPerSecond, bitsPerSecond, quota);
    }

    /** @param changed null: none */
    public Policy withQuota(Quota changed) {
        return new Policy(allowed, upBitsPerSecond, downBitsPerSecond, changed);
    }

    /** Whether there is anything that it may not. */
    public boolean isRestricted() {
        return !equals(OPEN);
    }

    /** Whether a rule covers such a packet, see {@link Rule#covers}; or there are no rules. Allocates nothing. */
    public boolean allows(int address, int protocol, int port) {
        if (allowed == null) {
            return true;
        }
        for (int i = 0; i < allowed.size(); i++) { // an iterator would be an object for each packet
            if (allowed.get(i).covers(address, protocol, port)) {
                return true;
            }
        }
        return false;
    }
}
