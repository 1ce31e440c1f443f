package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientAdministration;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.client.Enrolment;
import com.softellect.vpn.api.client.NewClient;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.credential.ProfileFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes down what it is told, and issues profiles that can be used. */
final class FakeAdministration implements ClientAdministration {

    static final String PUBLIC_KEY = ClientKey.generate().publicKey();

    final List<String> told = new ArrayList<>();
    final ClientKey key = ClientKey.generate();

    /** What the next call fails with. */
    ClientException failure;

    /** Runs in the course of the next call. */
    Runnable meanwhile = () -> { };

    @Override
    public Enrolment add(NewClient wanted, String administrator) throws ClientException {
        note("add " + wanted.id() + (wanted.policy().isRestricted() ? " " + wanted.policy() : "") + " by " + administrator);
        String address = wanted.address() == null ? "10.66.77.2" : wanted.address();
        return issue(wanted.id(), wanted.publicKey(), address, wanted.expires(), wanted.clientToClient());
    }

    @Override
    public Enrolment rotate(String clientId, String publicKey, String administrator) throws ClientException {
        note("rotate " + clientId + " by " + administrator);
        return issue(clientId, publicKey, "10.66.77.2", null, false);
    }

    private Enrolment issue(String id, String publicKey, String address, Instant expires, boolean clientToClient) {
        String used = publicKey == null ? key.publicKey() : publicKey;
        Profile profile = new Profile(id, List.of("https://vpn.example.org:8443/cxf/vpn"), List.of("sha256/" + "A".repeat(43) + "="), used,
                publicKey == null ? key.secret() : null, address, expires, clientToClient);
        return new Enrolment(client(id, used, true, expires), ProfileFormat.write(profile));
    }

    static Client client(String id, String publicKey, boolean enabled, Instant expires) {
        return new Client(id, publicKey, Ipv4Network.parseAddress("10.66.77.2"), enabled, expires, false, Instant.EPOCH, 1);
    }

    @Override
    public Client setEnabled(String clientId, boolean enabled, String administrator) throws ClientException {
        note((enabled ? "enable " : "disable ") + clientId + " by " + administrator);
        return client(clientId, PUBLIC_KEY, enabled, clientId.equals("late") ? Instant.EPOCH : null);
    }

    @Override
    public Client setExpires(String clientId, Instant expires, String administrator) throws ClientException {
        note("expires " + clientId + " " + expires + " by " + administrator);
        return client(clientId, PUBLIC_KEY, true, expires);
    }

    @Override
    public Client setClientToClient(String clientId, boolean allowed, String administrator) throws ClientException {
        note("clientToClient " + clientId + " " + allowed + " by " + administrator);
        return client(clientId, PUBLIC_KEY, true, null);
    }

    @Override
    public Client setAddress(String clientId, String address, String administrator) throws ClientException {
        note("address " + clientId + " " + address + " by " + administrator);
        return client(clientId, PUBLIC_KEY, true, null).withAddress(address.equals(NewClient.DYNAMIC) ? Client.NO_ADDRESS : Ipv4Network.parseAddress(address));
    }

    @Override
    public Client setPolicy(String clientId, UnaryOperator<Policy> change, String administrator) throws ClientException {
        Client changed = client(clientId, PUBLIC_KEY, true, null).withPolicy(change.apply(Policy.OPEN));
        note("policy " + clientId + " " + changed.policy() + " by " + administrator);
        return changed;
    }

    @Override
    public void remove(String clientId, String administrator) throws ClientException {
        note("remove " + clientId + " by " + administrator);
    }

    private void note(String what) throws ClientException {
        Runnable once = meanwhile;
        meanwhile = () -> { };
        once.run();
        if (failure != null) {
            throw failure;
        }
        told.add(what);
    }
}
