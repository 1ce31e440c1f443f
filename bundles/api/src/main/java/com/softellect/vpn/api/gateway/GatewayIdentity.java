package com.softellect.vpn.api.gateway;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who this gateway is to its clients: its certificate's key, and where it is reached. An OSGi service of the gateway. Any thread.
 *
 * <p>A pin is the SHA-256 hash of a certificate's SubjectPublicKeyInfo (RFC 7469, section 2.4), written as {@code sha256/} and 44 characters of
 * base64.
 */
@ProviderType
public interface GatewayIdentity {

    /** A proof is checked against each of the pins: a certificate that is changed more often than this leaves the oldest out. */
    int MAX_OWN_PINS = 4;

    /** The pin of the certificate that is served now. */
    String pin();

    /** What profiles pin: {@link #pin}, then the backup pins of the settings. */
    List<String> profilePins();

    /**
     * The pins that clients may have seen here: {@link #pin} first, then those of the certificates that were served before it since the gateway
     * started, newest first. Bounded: {@value #MAX_OWN_PINS} at most.
     */
    List<String> ownPins();

    /** The URLs that clients reach this gateway at, best first; at least one. */
    List<String> urls();

    /** Until when the certificate that is served now is valid. */
    Instant notAfter();
}
