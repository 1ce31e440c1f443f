package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.gateway.GatewayIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Who the gateway is to its clients, as lines of a report. */
record IdentityLines(GatewayIdentity identity) {

    private static final Duration SOON = Duration.ofDays(30);

    private static final String RENEW = "Put one for the same key in its place: etc/com.softellect.vpn.https.cfg says where it is";

    Report addTo(Report report) {
        return report
                .line("clients use", String.join(", ", identity.urls()))
                .line("pin", identity.pin())
                .line("certificate", certificate(Instant.now()));
    }

    private String certificate(Instant now) {
        Instant end = identity.notAfter().truncatedTo(ChronoUnit.SECONDS);
        Duration left = Duration.between(now, end);
        if (left.isNegative()) {
            return "ENDED on " + end + ": the gateway does not start again with it. " + RENEW;
        }
        if (left.compareTo(SOON) < 0) {
            return "ends in " + Age.of(left) + ", on " + end + ". " + RENEW;
        }
        return "valid until " + end;
    }
}
