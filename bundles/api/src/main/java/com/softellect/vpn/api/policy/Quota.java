package com.softellect.vpn.api.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;

/**
 * How much a client may send and be sent in a period, both together. Immutable.
 *
 * @param bytes  of packets, 1 to {@value #MAX_BYTES}
 * @param period of the calendar, in UTC
 */
public record Quota(long bytes, Period period) {

    public static final long MAX_BYTES = 1_000_000_000_000_000_000L;

    /** @throws IllegalArgumentException if such a quota can't be */
    public Quota {
        if (bytes < 1 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("a quota of " + bytes + " bytes is outside 1 to " + MAX_BYTES);
        }
    }

    /** When the period began that this moment is in. */
    public Instant since(Instant now) {
        return start(period.first(LocalDate.ofInstant(now, ZoneOffset.UTC)));
    }

    /** When the period ends that this moment is in. */
    public Instant until(Instant now) {
        return start(period.next(period.first(LocalDate.ofInstant(now, ZoneOffset.UTC))));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** From 00:00 UTC on: each day, each Monday, or each first of a month. */
    public enum Period {
        DAY, WEEK, MONTH;

        /** @throws IllegalArgumentException if there is none of that name; the message says which there are */
        public static Period parse(String text) {
            return Arrays.stream(values()).filter(one -> one.toString().equals(text.toLowerCase(Locale.ROOT))).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no period: take day, week or month"));
        }

        private LocalDate first(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
            };
        }

        private LocalDate next(LocalDate first) {
            return switch (this) {
                case DAY -> first.plusDays(1);
                case WEEK -> first.plusWeeks(1);
                case MONTH -> first.plusMonths(1);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
