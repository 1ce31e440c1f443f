package com.softellect.vpn.clients.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/com.softellect.vpn.clients.cfg}. A change takes effect at once. */
@ObjectClassDefinition(name = "VPN clients", description = "What the gateway does with those who try to get in")
public @interface ClientsSettings {

    String PID = "com.softellect.vpn.clients";
    int FAILURES_PER_MINUTE = 10;
    int STRANGERS_PER_SECOND = 25;

    @AttributeDefinition(description = "The most failed authentications a minute of one address, 1 to 1000; more are refused unseen")
    int failuresPerMinute() default FAILURES_PER_MINUTE;

    @AttributeDefinition(description = "The most calls a second that are answered to strangers altogether, and new connections taken from them,"
            + " 1 to 10000; twice as many in a burst")
    int strangersPerSecond() default STRANGERS_PER_SECOND;
}
