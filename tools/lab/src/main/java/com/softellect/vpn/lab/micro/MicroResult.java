package com.softellect.vpn.lab.micro;

import java.util.Locale;

/**
 * What a benchmark of one part of the product found.
 *
 * @param name  benchmark and parameters
 * @param score time of one operation
 * @param error half of the score's 99.9 % interval; NaN if there were too few measurements for one
 * @param unit  of both
 * @param bytes allocated by one operation; NaN if that was not measured
 */
record MicroResult(String name, double score, double error, String unit, double bytes) {

    /** Below that a difference is that of two runs of the same thing. */
    private static final double NOTEWORTHY = 0.10;

    /** What is allocated is measured exactly, but for what the measurement itself allocates. */
    private static final double NOTEWORTHY_BYTES = 0.02;
    private static final double FEW_BYTES = 16;

    /** Slower than that by more than a tenth, and by more than both errors explain. */
    boolean slowerThan(MicroResult old) {
        return score > old.score * (1 + NOTEWORTHY) && score - orZero(error) > old.score + orZero(old.error);
    }

    /** Allocates more than that. */
    boolean allocatesMoreThan(MicroResult old) {
        return bytes > old.bytes * (1 + NOTEWORTHY_BYTES) + FEW_BYTES;
    }

    String time() {
        return String.format(Locale.ROOT, "%,.3f", score) + (Double.isNaN(error) ? "" : String.format(Locale.ROOT, " ± %,.3f", error)) + " " + unit;
    }

    String allocated() {
        return Double.isNaN(bytes) ? "-" : String.format(Locale.ROOT, "%,.0f B", bytes);
    }

    private static double orZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
