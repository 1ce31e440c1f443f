package com.softellect.vpn.api.egress;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A way of clients' traffic to networks that the gateway's machine is in. An OSGi service of the gateway: one for each way that there is, of which the settings
 * choose one or none.
 */
@ProviderType
public interface Egress {

    /** Any thread; does not block. */
    EgressStatus status();
}
