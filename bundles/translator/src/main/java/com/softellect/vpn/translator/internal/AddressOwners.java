package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.session.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which client had which address of the tunnel last: what still comes for the one before is not the next one's. One thread. */
final class AddressOwners {

    private final Map<Integer, String> clients = new HashMap<>();

    /** @return the addresses that have another client than before */
    Set<Integer> changed(List<Session> sessions) {
        Set<Integer> changed = new HashSet<>();
        for (Session session : sessions) {
            String before = clients.put(session.address(), session.clientId());
            if (before != null && !before.equals(session.clientId())) {
                changed.add(session.address());
            }
        }
        return changed;
    }
}
