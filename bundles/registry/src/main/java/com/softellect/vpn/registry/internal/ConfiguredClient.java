package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.SharedSecretProof;
import com.softellect.vpn.api.packet.Ipv4Network;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file {@code etc/com.softellect.vpn.client-NAME.cfg}. A file that can't be used keeps its client out, says so in the log, and
 * disturbs no other client. Immutable.
 *
 * <p>Not a service: a service's properties are public, and the secret is one of them. It registers itself with {@link Clients}.
 */
@Component(service = {}, configurationPid = ClientSettings.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ClientSettings.class, factory = true)
public final class ConfiguredClient {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredClient.class);

    private final Client client;
    private final String secret;
    private final Clients clients;

    /** @throws IllegalArgumentException if the file can't be used; the message says what to change */
    @Activate
    public ConfiguredClient(ClientSettings settings, @Reference Clients clients) {
        this.clients = clients;
        try {
            this.client = new Client(orEmpty(settings.id()), Ipv4Network.parseAddress(settings.address()));
            this.secret = orEmpty(settings.secret());
            if (secret.length() < SharedSecretProof.MIN_SECRET_CHARS) {
                throw new IllegalArgumentException("the secret of client '" + client.id() + "' is shorter than "
                        + SharedSecretProof.MIN_SECRET_CHARS + " characters; make one with: openssl rand -base64 24");
            }
        } catch (IllegalArgumentException e) {
            LOG.error("a client is left out, correct its file etc/{}-*.cfg: {}", ClientSettings.PID, e.getMessage());
            throw e;
        }
    }

    @Activate
    public void join() {
        clients.add(this);
    }

    @Deactivate
    public void leave() {
        clients.remove(this);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text.trim();
    }

    Client client() {
        return client;
    }

    String secret() {
        return secret;
    }
}
