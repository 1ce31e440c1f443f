package com.softellect.vpn.shell.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.Locale;
import org.apache.karaf.shell.support.CommandException;

/**
 * From when on a client may not connect, as administrators write it: a day (it may not from its start in UTC on), a moment of ISO 8601, a
 * period from now on, or {@code never}.
 */
final class Expiry {

    /** What an option for it takes. */
    static final String FORMS = "2027-01-31 (from the start of that day, UTC, on it may not connect), 2027-01-31T18:00:00Z, 30d or 12h from now, "
            + "or an ISO 8601 period like P1Y";

    static final String NEVER = "never";

    /** Later ones are never, and not all that reads them knows years of five digits. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Expiry() {
    }

    /** @return null for never */
    static Instant parse(String text, Instant now) throws CommandException {
        if (text.equalsIgnoreCase(NEVER)) {
            return null;
        }
        Instant expires = moment(text, now);
        if (expires.isAfter(LATEST)) {
            throw Failures.of("'" + text + "' is too late: take one before the year 10000, or never");
        }
        if (!expires.isAfter(now)) {
            throw Failures.of("'" + text + "' is not in the future: to keep a client out now, run vpn:client-disable");
        }
        return expires;
    }

    private static Instant moment(String text, Instant now) throws CommandException {
        try {
            if (text.matches("[0-9]+[dD]")) {
                return later(now, Period.parse("P" + text));
            }
            if (text.matches("[0-9]+[hH]")) {
                return later(now, Duration.parse("PT" + text));
            }
            if (text.toUpperCase(Locale.ROOT).startsWith("P")) {
                return later(now, text.toUpperCase(Locale.ROOT).contains("T") ? Duration.parse(text) : Period.parse(text));
            }
            return text.contains("T") ? OffsetDateTime.parse(text).toInstant() : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw Failures.of("'" + text + "' is no time: write " + FORMS);
        }
    }

    private static Instant later(Instant now, TemporalAmount period) {
        return now.atZone(ZoneOffset.UTC).plus(period).toInstant();
    }

    static String show(Instant expires) {
        return expires == null ? NEVER : expires.toString();
    }
}
