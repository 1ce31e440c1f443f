package com.softellect.vpn.api.client;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The clients that this gateway knows, for looking up. An OSGi service of the gateway. Any thread; does not block. */
@ProviderType
public interface ClientDirectory {

    Optional<Client> find(String clientId);

    /** All clients, ordered by id. */
    List<Client> clients();
}
