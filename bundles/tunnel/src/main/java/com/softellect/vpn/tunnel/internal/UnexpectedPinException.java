package com.softellect.vpn.tunnel.internal;

import java.security.cert.CertificateException;

/** The gateway that answered has another key than it must have. */
final class UnexpectedPinException extends CertificateException {

    private final boolean inProfile;

    /** @param inProfile the key is one of the profile's, but not the one that this connection has seen before */
    UnexpectedPinException(String seen, boolean inProfile) {
        super("the gateway's key is " + seen);
        this.inProfile = inProfile;
    }

    boolean isInProfile() {
        return inProfile;
    }
}
