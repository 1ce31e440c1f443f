package com.softellect.vpn.translator.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/com.softellect.vpn.translator.cfg}. A change takes effect at once; flows go on. */
@ObjectClassDefinition(pid = TranslatorSettings.PID, name = "VPN translator",
        description = "Egress in user space: address translation without any change to the tables of the system")
public @interface TranslatorSettings {

    String PID = "com.softellect.vpn.translator";

    @AttributeDefinition(description = "The external ports: FIRST-LAST, from 1024 to 65535. Best none that the system gives to its own connections")
    String ports() default "16384-24575";

    @AttributeDefinition(required = false, description = "The external address, one of the gateway's; empty: the one that the system's route has")
    String address() default "";

    @AttributeDefinition(description = "Whose UDP comes to a client that has sent some: endpoint-independent, address-dependent or address-and-port-dependent")
    String udpFiltering() default "address-and-port-dependent";

    @AttributeDefinition(description = "The most flows of all clients together: 1 to 1000000")
    int maxFlows() default 65_536;

    @AttributeDefinition(description = "The most flows of one client: 1 to 1000000")
    int maxClientFlows() default 8192;

    @AttributeDefinition(description = "How long an open TCP connection may be silent, in seconds: 240 to 86400")
    int tcpSeconds() default 7440;

    @AttributeDefinition(description = "How long a TCP connection that opens, has closed, or was reset is remembered, in seconds: 10 to 3600")
    int tcpTransitorySeconds() default 240;

    @AttributeDefinition(description = "How long UDP may be silent, in seconds: 10 to 86400")
    int udpSeconds() default 300;

    @AttributeDefinition(description = "The same of UDP to port 53, in seconds: 5 to 86400")
    int dnsSeconds() default 30;

    @AttributeDefinition(description = "How long an echo may be silent, in seconds: 5 to 86400")
    int icmpSeconds() default 60;
}
