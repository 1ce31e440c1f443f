package com.softellect.vpn.registry.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/com.softellect.vpn.client-NAME.cfg}, one file per client. A change takes effect at the client's next connection. */
@ObjectClassDefinition(name = "VPN client", description = "One client that may connect")
public @interface ClientSettings {

    String PID = "com.softellect.vpn.client";

    @AttributeDefinition(description = "The client's id: 1 to 64 characters of A-Z a-z 0-9 . _ -")
    String id();

    @AttributeDefinition(type = AttributeType.PASSWORD, description = "The secret that the client has too, at least 16 characters")
    String secret();

    @AttributeDefinition(description = "The client's tunnel address; inside the tunnel's network, no other client's")
    String address();
}
