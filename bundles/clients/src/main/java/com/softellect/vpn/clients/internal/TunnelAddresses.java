package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The addresses of the tunnel's network, and who has them. Immutable.
 *
 * @param network the gateway's own address and the network
 * @param clients those that have addresses
 */
record TunnelAddresses(Ipv4Network network, Collection<Client> clients) {

    private static final String SETTING = "etc/com.softellect.vpn.registry.cfg, key network";

    /** @param wanted as text; null: the first that is free */
    int choose(String wanted) throws ClientException {
        return wanted == null ? firstFree() : checked(wanted);
    }

    private int checked(String wanted) throws ClientException {
        int address;
        try {
            address = Ipv4Network.parseAddress(wanted);
        } catch (IllegalArgumentException e) {
            throw new ClientException(e.getMessage(), e);
        }
        if (!network.isHost(address)) {
            throw new ClientException(wanted + " is no host's address in the tunnel's network " + network + " (" + SETTING + ")");
        }
        if (address == network.address()) {
            throw new ClientException(wanted + " is the gateway's own address (" + SETTING + ")");
        }
        for (Client other : clients) {
            if (other.address() == address) {
                throw new ClientException(wanted + " is the address of client '" + other.id() + "': take another, or none for the first that is free");
            }
        }
        return address;
    }

    private int firstFree() throws ClientException {
        Set<Integer> taken = new HashSet<>();
        taken.add(network.address());
        clients.forEach(client -> taken.add(client.address()));
        int address = network.base();
        while (!network.isHost(address) || taken.contains(address)) {
            if (address == network.broadcast()) {
                throw new ClientException("all addresses of the tunnel's network " + network + " are taken: remove clients with vpn:client-remove, "
                        + "or make the network larger (" + SETTING + ")");
            }
            address++;
        }
        return address;
    }
}
