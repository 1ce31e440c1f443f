package com.softellect.vpn.api.client;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The clients that this gateway knows. An OSGi service; where they are kept is the provider's matter. */
@ProviderType
public interface ClientDirectory {

    Optional<Client> find(String clientId);

    /** All clients, ordered by id. */
    List<Client> clients();
}
