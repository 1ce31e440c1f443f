package com.softellect.vpn.api.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where the gateway's clients are kept. An OSGi service; files by default, and nothing here assumes so. A change is durable
 * when its method returns, and is made whole or not at all. All methods may be called by any thread and may block.
 *
 * <p>Changes are compare-and-set on {@link Client#revision}, so that two administrators, of one gateway or of several that share a
 * store, never overwrite each other's.
 */
@ProviderType
public interface ClientStore {

    /** All clients that can be read, ordered by id. One that can't be is left out, and the store says so in its log. */
    List<Client> all() throws IOException;

    Optional<Client> find(String clientId) throws IOException;

    /**
     * Adds a client.
     *
     * @throws ConflictException if there is one of that id
     */
    void add(Client added) throws IOException, ConflictException;

    /**
     * Puts a client's next revision in the place of the one before.
     *
     * @param next the client with a revision of one more than the one that is stored
     * @throws ConflictException if the client is not there, or was changed meanwhile
     */
    void replace(Client next) throws IOException, ConflictException;

    /**
     * Removes a client.
     *
     * @param removed the client as it is stored
     * @throws ConflictException if the client is not there, or was changed meanwhile
     */
    void remove(Client removed) throws IOException, ConflictException;

    /** Somebody else has changed the store meanwhile. The message says what was found. */
    class ConflictException extends Exception {

        public ConflictException(String message) {
            super(message);
        }
    }
}
