package com.softellect.vpn.lab.bench;

import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a figure should reach.
 *
 * @param most  whether it is to stay at or below that; else at or above
 * @param value of the report, because it may be that of another figure; none while that was not measured
 */
record Goal(boolean most, Function<BenchReport, OptionalDouble> value) {

    /** Nothing is asked of it. */
    static final Goal NONE = new Goal(false, report -> OptionalDouble.empty());

    static Goal atLeast(double value) {
        return new Goal(false, report -> OptionalDouble.of(value));
    }

    static Goal atMost(double value) {
        return new Goal(true, report -> OptionalDouble.of(value));
    }

    /** No less than that through the same way of the tunnel, or of the bare link. */
    static Goal noLessThan(Way way, String figure) {
        return new Goal(false, report -> report.median(way, BenchFigure.valueOf(figure)));
    }

    boolean reachedBy(double measured, double wanted) {
        return most ? measured <= wanted : measured >= wanted;
    }
}
