package com.softellect.vpn.tunnel.internal;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.concurrent.TimeUnit;

/** The gateway, or what stands before it, answered HTTP 429 or 503: it has no time now. */
final class GatewayBusyException extends IOException {

    private static final int TOO_MANY_REQUESTS = 429; // RFC 6585, section 4

    private final long retryAfterMillis;

    /** @param retryAfterMillis see {@link #retryAfterMillis} */
    GatewayBusyException(int status, long retryAfterMillis) {
        super("HTTP status " + status);
        this.retryAfterMillis = retryAfterMillis;
    }

    /** @return null if the answer on that connection says something else */
    static GatewayBusyException of(HttpURLConnection answered) throws IOException {
        int status = answered.getResponseCode();
        return status == TOO_MANY_REQUESTS || status == HttpURLConnection.HTTP_UNAVAILABLE
                ? new GatewayBusyException(status, retryAfterMillis(answered))
                : null;
    }

    /** Seconds, or a date (RFC 9110, section 10.2.3), which counts by the gateway's clock. */
    private static long retryAfterMillis(HttpURLConnection answered) {
        String text = answered.getHeaderField("Retry-After");
        if (text == null) {
            return 0;
        }
        try {
            return TimeUnit.SECONDS.toMillis(Math.max(0, Long.parseLong(text.trim())));
        } catch (NumberFormatException e) {
            return Math.max(0, answered.getHeaderFieldDate("Retry-After", 0) - answered.getHeaderFieldDate("Date", 0));
        }
    }

    /** How long it wants to be left alone, in milliseconds; 0 if it does not say. */
    long retryAfterMillis() {
        return retryAfterMillis;
    }
}
