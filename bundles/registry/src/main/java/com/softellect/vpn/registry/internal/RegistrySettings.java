package com.softellect.vpn.registry.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/com.softellect.vpn.registry.cfg}. A change takes effect at once. One of the network or the MTU ends all sessions; clients come back by themselves. */
@ObjectClassDefinition(name = "VPN registry", description = "Addresses and sessions of the gateway")
public @interface RegistrySettings {

    String PID = "com.softellect.vpn.registry";

    @AttributeDefinition(description = "The gateway's tunnel address and the prefix length of the tunnel's network, /16 to /30")
    String network() default "10.66.77.1/24";

    @AttributeDefinition(description = "The largest packet in bytes, 576 to 65535; gateway and clients set their adapters to it")
    int mtu() default 1500;

    @AttributeDefinition(description = "A session that is silent for this many seconds ends, 1 to 86400")
    int idleSeconds() default 60;

    @AttributeDefinition(description = "The most sessions at a time, 1 to 65534; one more client is refused")
    int maxSessions() default 1000;

    @AttributeDefinition(description = "The most packets that wait for one client, 1 to 100000; one more, and the oldest of the flow with the most bytes is dropped")
    int queuePackets() default 2000;

    @AttributeDefinition(description = "The most bytes that wait for one client, 65535 to 1073741824; for what goes beyond the oldest of the flow with the"
            + " most bytes is dropped")
    int queueBytes() default 4_194_304;

    @AttributeDefinition(description = "How many flows are told apart in the queue of one client, 1 to 65536; small ones come before large ones")
    int queueFlows() default 256;

    @AttributeDefinition(description = "How long a packet may wait for its client, in milliseconds, 1 to 10000; a flow whose packets wait longer for"
            + " an interval on end is slowed down by marks or losses")
    int queueTargetMillis() default 5;

    @AttributeDefinition(description = "How long the wait must have been above the target, in milliseconds, 1 to 60000: the longest usual round trip")
    int queueIntervalMillis() default 100;
}
