package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store that forgets. It fails when a test says so: before a change is made, or after. */
final class MemoryStore implements ClientStore {

    enum Failure { BEFORE_THE_CHANGE, AFTER_THE_CHANGE }

    final Map<String, Client> stored = new TreeMap<>();
    Failure failure;

    @Override
    public synchronized List<Client> all() {
        return List.copyOf(stored.values());
    }

    @Override
    public synchronized Optional<Client> find(String clientId) {
        return Optional.ofNullable(stored.get(clientId));
    }

    @Override
    public synchronized void add(Client added) throws IOException, ConflictException {
        expect(!stored.containsKey(added.id()), "there is a client '" + added.id() + "' already");
        change(added.id(), added);
    }

    @Override
    public synchronized void replace(Client next) throws IOException, ConflictException {
        Client before = stored.get(next.id());
        expect(before != null && before.revision() + 1 == next.revision(), "changed meanwhile");
        change(next.id(), next);
    }

    @Override
    public synchronized void remove(Client removed) throws IOException, ConflictException {
        expect(removed.equals(stored.get(removed.id())), "changed meanwhile");
        change(removed.id(), null);
    }

    private static void expect(boolean right, String problem) throws ConflictException {
        if (!right) {
            throw new ConflictException(problem);
        }
    }

    private void change(String clientId, Client after) throws IOException {
        failIf(Failure.BEFORE_THE_CHANGE);
        if (after == null) {
            stored.remove(clientId);
        } else {
            stored.put(clientId, after);
        }
        failIf(Failure.AFTER_THE_CHANGE);
    }

    private void failIf(Failure now) throws IOException {
        if (failure == now) {
            throw new IOException("No space left on device");
        }
    }
}
