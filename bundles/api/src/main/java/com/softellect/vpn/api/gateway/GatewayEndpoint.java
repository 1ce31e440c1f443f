package com.softellect.vpn.api.gateway;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The gateway's SOAP service for whoever stands in front of it. An OSGi service of the gateway, there as long as calls can be served: when it goes,
 * calls that are inside are finished, and those that come are held until it is back.
 */
@ConsumerType
public interface GatewayEndpoint {

    /** Where calls go, from the URL's root: {@code /cxf/vpn}. */
    String path();
}
