package com.softellect.vpn.surroundings.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/com.softellect.vpn.surroundings.cfg}. A change takes effect at once, also on a tunnel that is up. */
@ObjectClassDefinition(name = "VPN surroundings", description = "What the client's system does around the tunnel")
public @interface SurroundingsSettings {

    String PID = "com.softellect.vpn.surroundings";

    /** As operators know it. */
    String FILE = "etc/" + PID + ".cfg";

    @AttributeDefinition(description = "What goes through the tunnel: full (everything), pushed (what the gateway says), none (only its own network)")
    String routing() default "pushed";

    @AttributeDefinition(description = "More networks that go through the tunnel, with commas between, as in 10.20.0.0/16; not with routing none")
    String routes() default "";

    @AttributeDefinition(description = "Networks that go around the tunnel whatever the other settings say, with commas between")
    String exclude() default "";

    @AttributeDefinition(description = "Whether nothing leaves this machine but through the tunnel, from vpn:connect to vpn:disconnect, also while the tunnel is down")
    boolean killSwitch() default false;

    @AttributeDefinition(description = "Networks that stay within reach while the kill switch is closed, with commas between, as in 192.168.1.0/24; DNS there does not")
    String localNetworks() default "";

    @AttributeDefinition(description = "Whether the longest packet that the way to the gateway carries is found where connections stand still; it gets a route of its own then")
    boolean findMtu() default true;

    @AttributeDefinition(description = "Whether the system asks the DNS servers that the gateway says: auto (with routing full), pushed (always), none (never)")
    String dns() default "auto";
}
