package com.softellect.vpn.https.internal;

/** A certificate or key that can't be served. The message names the file and says what to do; it has no cause and holds nothing of the key. */
public final class UnusableCertificateException extends Exception {

    private static final long serialVersionUID = 1;

    UnusableCertificateException(String message) {
        super(message);
    }
}
