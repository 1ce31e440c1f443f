package com.softellect.vpn.api.client;

import com.softellect.vpn.api.policy.Policy;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What an administrator does with the clients of a gateway. An OSGi service of the gateway. Each change is durable and in effect when
 * its method returns: a session of a client that may no longer connect has ended by then. No other client notices. Every change is
 * written to the audit log under the administrator's name.
 *
 * <p>All methods may be called by any thread and may block.
 */
@ProviderType
public interface ClientAdministration {

    /** Adds a client and issues its profile. */
    Enrolment add(NewClient wanted, String administrator) throws ClientException;

    /**
     * Gives a client another key and issues its new profile. The key before is refused from then on, and a session that was opened
     * with it ends.
     *
     * @param publicKey the client's own, 44 characters of base64; null: a pair is made, and the private key is in the profile only
     */
    Enrolment rotate(String clientId, String publicKey, String administrator) throws ClientException;

    /** Lets a client connect or not; its session ends if not. */
    Client setEnabled(String clientId, boolean enabled, String administrator) throws ClientException;

    /** @param expires from when on the client may not connect; null: never */
    Client setExpires(String clientId, Instant expires, String administrator) throws ClientException;

    /** Whether the client may exchange packets with others that may do so too; applies to a live session at once. */
    Client setClientToClient(String clientId, boolean allowed, String administrator) throws ClientException;

    /**
     * Gives a client another address; its session ends if it has one, and the client may come back at once.
     *
     * @param address as text, or {@link NewClient#DYNAMIC}
     */
    Client setAddress(String clientId, String address, String administrator) throws ClientException;

    /**
     * Changes what the client may do; applies to a live session at once.
     *
     * @param change makes the new policy of the one that the client has; is called once, by the calling thread
     */
    Client setPolicy(String clientId, UnaryOperator<Policy> change, String administrator) throws ClientException;

    /** Forgets a client; its session ends. */
    void remove(String clientId, String administrator) throws ClientException;
}
