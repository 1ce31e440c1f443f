package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.audit.AuditLog;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.client.NewClient;
import com.softellect.vpn.api.gateway.GatewayIdentity;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.session.SessionRegistry;
import com.softellect.vpn.clients.internal.Administration;
import com.softellect.vpn.clients.internal.AuditTrail;
import com.softellect.vpn.clients.internal.Authentication;
import com.softellect.vpn.clients.internal.Clients;
import com.softellect.vpn.clients.internal.ClientsSettings;
import com.softellect.vpn.clients.internal.ExpiryWatch;
import com.softellect.vpn.clients.internal.Guard;
import com.softellect.vpn.clients.internal.GuardSetup;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.store.internal.FileClientStore;
import com.softellect.vpn.store.internal.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The clients of a test's gateway: the classes of the bundles store and clients, with files in a temporary folder. Thread-safe. */
final class HarnessClients implements AutoCloseable {

    private static final String ADMINISTRATOR = "test";

    /** An expiry has to be in the future. */
    private static final long SOON_MILLIS = 200;

    private final Path folder = Files.createTempDirectory("vpn-clients");
    private final Map<String, ClientKey> keys = new ConcurrentHashMap<>();
    private final Clients clients;
    private final Administration administration;
    private final ExpiryWatch watch;
    final Guard guard;
    final Authentication authentication;

    HarnessClients(SessionRegistry registry, GatewayIdentity identity, ClientsSettings settings, AuditLog log) throws IOException {
        AuditTrail audit = new AuditTrail();
        audit.bindLog(log);
        clients = new Clients(new FileClientStore(GatewayHarness.settings(StoreSettings.class, Map.of("folder", folder.toString()))),
                Handover.none());
        clients.bindRegistry(registry);
        guard = new Guard();
        new GuardSetup(settings, guard);
        watch = new ExpiryWatch(clients, guard, audit);
        watch.start();
        administration = new Administration(clients, audit);
        administration.bindIdentity(identity);
        authentication = new Authentication(clients, guard, audit);
        authentication.bindIdentity(identity);
    }

    /** In the place of one of that id, if there is one. */
    void add(String id, String address) {
        ClientKey key = ClientKey.generate();
        change(() -> {
            if (clients.find(id).isPresent()) {
                administration.remove(id, ADMINISTRATOR);
            }
            administration.add(new NewClient(id, key.publicKey(), address, null, true), ADMINISTRATOR).close();
        });
        keys.put(id, key);
    }

    ClientKey key(String id) {
        return keys.get(id);
    }

    void setEnabled(String id, boolean enabled) {
        change(() -> administration.setEnabled(id, enabled, ADMINISTRATOR));
    }

    void expire(String id) {
        change(() -> administration.setExpires(id, Instant.now().plusMillis(SOON_MILLIS), ADMINISTRATOR));
    }

    void setPolicy(String id, Policy policy) {
        change(() -> administration.setPolicy(id, before -> policy, ADMINISTRATOR));
    }

    void setClientToClient(String id, boolean allowed) {
        change(() -> administration.setClientToClient(id, allowed, ADMINISTRATOR));
    }

    void rotate(String id) {
        ClientKey key = ClientKey.generate();
        change(() -> administration.rotate(id, key.publicKey(), ADMINISTRATOR).close());
        keys.put(id, key);
    }

    void remove(String id) {
        change(() -> administration.remove(id, ADMINISTRATOR));
    }

    private interface Change {
        void make() throws ClientException;
    }

    /** No test makes a change that is not possible. */
    private static void change(Change change) {
        try {
            change.make();
        } catch (ClientException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        watch.stop();
        administration.stop();
        clients.stop();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
