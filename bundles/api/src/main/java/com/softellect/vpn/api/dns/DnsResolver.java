package com.softellect.vpn.api.dns;

import org.osgi.annotation.versioning.ProviderType;

/** The resolver of names that answers the clients at the gateway's tunnel address. An OSGi service of the gateway. Any thread; does not block. */
@ProviderType
public interface DnsResolver {

    DnsStatus status();

    /**
     * Forgets the answers that it keeps. Those who ask later are told what the upstreams say then.
     *
     * @return how many there were
     */
    int flush();
}
