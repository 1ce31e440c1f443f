package com.softellect.vpn.https.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * {@code etc/com.softellect.vpn.https.cfg}. A change takes effect at once: the port is closed and opened again, and clients connect again by
 * themselves. New content of the certificate's files is no change of a setting and disturbs nobody.
 */
@ObjectClassDefinition(name = "VPN https", description = "The gateway's HTTPS door")
public @interface HttpsSettings {

    String PID = "com.softellect.vpn.https";

    @AttributeDefinition(description = "The address to listen on; 0.0.0.0: all of the machine")
    String address() default "0.0.0.0";

    @AttributeDefinition(description = "The port to listen on, 1 to 65535")
    int port() default 8443;

    @AttributeDefinition(description = "Where clients reach the gateway: HOST or HOST:PORT, comma separated, best first;"
            + " empty: the machine's own IPv4 addresses")
    String publicNames() default "";

    @AttributeDefinition(description = "The PEM file with the certificate and its chain; relative to Karaf's etc folder")
    String certificate() default "vpn/gateway.crt";

    @AttributeDefinition(description = "The PEM file with the certificate's private key; relative to Karaf's etc folder")
    String key() default "vpn/gateway.key";

    @AttributeDefinition(description = "Further pins for new profiles, comma separated: keys that the gateway may have later")
    String backupPins() default "";

    @AttributeDefinition(description = "Whether clients that can't do TLS 1.3 may use TLS 1.2")
    boolean tls12() default false;

    @AttributeDefinition(description = "A connection that brings no whole request for this many seconds is closed, 1 to 3600")
    int requestSeconds() default 20;

    @AttributeDefinition(description = "The most connections at a time, 1 to 1000000; one more is closed at once")
    int maxConnections() default 10_000;
}
