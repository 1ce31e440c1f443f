package com.softellect.vpn.api.policy;

import java.util.List;

/**
 * What a client may do, apart from whether it may connect and reach other clients. Immutable.
 *
 * @param allowed where it may send to outside the tunnel's network, and who may send to it from there; null: everywhere; empty: nowhere. What
 *                the gateway itself offers at its tunnel address is outside in this sense
 */
public record Policy(List<Rule> allowed) {

    /** The most rules of one client: each packet is held against all of them. */
    public static final int MAX_RULES = 64;

    /** Everything is allowed. */
    public static final Policy OPEN = new Policy(null);

    /** @throws IllegalArgumentException if such a policy can't be; the message says why */
    public Policy {
        if (allowed != null) {
            if (allowed.size() > MAX_RULES) {
                throw new IllegalArgumentException(allowed.size() + " rules for one client, " + MAX_RULES + " are possible: write wider ones");
            }
            allowed = List.copyOf(allowed);
        }
    }

    /** @param changed null: everywhere; empty: nowhere */
    public Policy withAllowed(List<Rule> changed) {
        return new Policy(changed);
    }

    /** Whether anything is not allowed. */
    public boolean isRestricted() {
        return allowed != null;
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
