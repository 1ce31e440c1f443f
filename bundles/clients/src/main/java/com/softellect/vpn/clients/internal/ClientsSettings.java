package com.softellect.vpn.clients.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/com.softellect.vpn.clients.cfg}. A change takes effect at once. */
@ObjectClassDefinition(name = "VPN clients", description = "What the gateway does with those who try to get in, and addresses that it lends")
public @interface ClientsSettings {

    String PID = "com.softellect.vpn.clients";
    int FAILURES_PER_MINUTE = 10;
    int STRANGERS_PER_SECOND = 25;
    int LEASE_MINUTES = 60;

    @AttributeDefinition(description = "The most failed authentications a minute of one address, 1 to 1000; more are refused unseen")
    int failuresPerMinute() default FAILURES_PER_MINUTE;

    @AttributeDefinition(description = "The most calls a second that are answered to strangers altogether, and new connections taken from them,"
            + " and those of each address that a client came from, which has three more for each further client; 1 to 10000; twice as many in a burst")
    int strangersPerSecond() default STRANGERS_PER_SECOND;

    @AttributeDefinition(description = "The addresses that are lent to clients without one of their own, like 10.66.77.100-10.66.77.199; empty: all of the tunnel's"
            + " network that are nobody's own")
    String dynamicAddresses() default "";

    @AttributeDefinition(description = "For how long a client without an address of its own keeps the one it had after its session, in minutes, 1 to 525600")
    int leaseMinutes() default LEASE_MINUTES;
}
