package com.softellect.vpn.dns.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/com.softellect.vpn.dns.cfg}. A change takes effect at once; what is cached and on its way stays. */
@ObjectClassDefinition(name = "VPN DNS", description = "The resolver for the clients of the gateway")
public @interface DnsSettings {

    String PID = "com.softellect.vpn.dns";

    @AttributeDefinition(description = "Whether the gateway answers questions for names")
    boolean enabled() default true;

    @AttributeDefinition(description = "The IPv4 address to answer at; empty: the gateway's tunnel address")
    String listen() default "";

    @AttributeDefinition(description = "The port to answer at, UDP and TCP, 1 to 65535")
    int port() default 53;

    @AttributeDefinition(description = "Whom to ask, as 192.0.2.53, 192.0.2.54:5353, [2001:db8::53]:53; empty: the nameservers of /etc/resolv.conf")
    String upstreams() default "";

    @AttributeDefinition(description = "How long one upstream is waited for before the next is asked, in milliseconds, 100 to 5000")
    int upstreamTimeoutMillis() default 1500;

    @AttributeDefinition(description = "Whether letters of asked names are made upper or lower case at random, which forgers then must guess too")
    boolean randomCase() default true;

    @AttributeDefinition(description = "The most answers that are kept, 0 to 1000000")
    int cacheAnswers() default 10_000;

    @AttributeDefinition(description = "The most bytes that the kept answers may take, 0 to 1073741824")
    int cacheBytes() default 16_777_216;

    @AttributeDefinition(description = "For how long an answer is kept at most, in seconds, 0 to 604800")
    int cacheMaxSeconds() default 86_400;

    @AttributeDefinition(description = "For how long it is kept at most that a name or a record does not exist, in seconds, 0 to 10800")
    int cacheMaxNegativeSeconds() default 3_600;

    @AttributeDefinition(description = "The questions a second of one client, 1 to 100000; as many may come at once")
    int queriesPerSecond() default 200;

    @AttributeDefinition(description = "The questions of one client that may wait for an answer at a time, 1 to 10000")
    int queriesAtATime() default 100;

    @AttributeDefinition(description = "The zone of the clients' own names, as alice.vpn; empty: they have none")
    String zone() default "vpn";

    @AttributeDefinition(description = "Who sees the names of other clients: all, none, or clientToClient: those that may reach other clients")
    String zoneSeenBy() default Plan.CLIENT_TO_CLIENT;
}
