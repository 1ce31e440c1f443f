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

    /** The pin of the certificate that is served now. */
    String pin();

    /** What profiles pin: {@link #pin}, then the backup pins of the settings. */
    List<String> profilePins();

    /**
     * Whether a client that saw this key saw this gateway: the key is served now, or was since the gateway started.
     *
     * @param pin as {@link #pin}
     */
    boolean isOwn(String pin);

    /** The URLs that clients reach this gateway at, best first; at least one. */
    List<String> urls();

    /** Until when the certificate that is served now is valid. */
    Instant notAfter();
}
