package com.softellect.vpn.tunnel.internal;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
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
        return of(answered.getResponseCode(), answered.getHeaderField("Retry-After"), answered.getHeaderField("Date"));
    }

    /**
     * @param retryAfter the header of that name, null if there is none
     * @param date       likewise
     * @return null if the status says something else
     */
    static GatewayBusyException of(int status, String retryAfter, String date) {
        return status == TOO_MANY_REQUESTS || status == HttpURLConnection.HTTP_UNAVAILABLE
                ? new GatewayBusyException(status, retryAfterMillis(retryAfter, date))
                : null;
    }

    /** Seconds, or a date (RFC 9110, section 10.2.3), which counts by the gateway's clock. 0 if it is neither. */
    private static long retryAfterMillis(String retryAfter, String date) {
        if (retryAfter == null) {
            return 0;
        }
        if (retryAfter.trim().matches("[0-9]{1,9}")) {
            return TimeUnit.SECONDS.toMillis(Long.parseLong(retryAfter.trim()));
        }
        try {
            return Math.max(0, Duration.between(time(date), time(retryAfter)).toMillis());
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private static Instant time(String header) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(header == null ? "" : header, Instant::from);
    }

    /** How long it wants to be left alone, in milliseconds; 0 if it does not say. */
    long retryAfterMillis() {
        return retryAfterMillis;
    }
}
