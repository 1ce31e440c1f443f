package com.softellect.vpn.shell.internal;

import java.time.Duration;
import java.time.Instant;

/** A length of time as operators read it: its two largest units, as in {@code 3d 4h}, {@code 5m 0s} or {@code 12s}. */
final class Age {

    private Age() {
    }

    static String of(Duration duration) {
        Duration d = duration.isNegative() ? Duration.ZERO : duration; // a clock that was set back
        if (d.toDays() > 0) {
            return d.toDays() + "d " + d.toHoursPart() + "h";
        }
        if (d.toHours() > 0) {
            return d.toHours() + "h " + d.toMinutesPart() + "m";
        }
        return d.toMinutes() > 0 ? d.toMinutes() + "m " + d.toSecondsPart() + "s" : d.toSeconds() + "s";
    }

    static String since(Instant moment) {
        return of(Duration.between(moment, Instant.now()));
    }
}
