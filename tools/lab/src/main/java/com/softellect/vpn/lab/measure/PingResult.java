package com.softellect.vpn.lab.measure;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code ping} found.
 *
 * @param sent       packets
 * @param roundTrips of the packets that were answered, in milliseconds, shortest first
 */
public record PingResult(int sent, List<Double> roundTrips) {

    private static final Pattern ANSWER = Pattern.compile("icmp_seq=([0-9]+) .*time=([0-9.]+) ms");
    private static final Pattern DUPLICATE = Pattern.compile("\\(DUP!\\)");

    public PingResult {
        roundTrips = roundTrips.stream().sorted().toList();
    }

    /** @param sent the first so many count */
    static PingResult parse(int sent, String output) {
        List<Double> times = output.lines().filter(line -> !DUPLICATE.matcher(line).find())
                .flatMap(line -> ANSWER.matcher(line).results())
                .filter(match -> Integer.parseInt(match.group(1)) <= sent)
                .map(match -> Double.valueOf(match.group(2)))
                .toList();
        return new PingResult(sent, times);
    }

    public int answered() {
        return roundTrips.size();
    }

    /**
     * The round trip that this share of the answered packets did not exceed, in milliseconds (nearest rank).
     *
     * @param percent more than 0, up to 100
     * @throws IllegalStateException if none was answered
     */
    public double percentile(double percent) {
        if (roundTrips.isEmpty()) {
            throw new IllegalStateException("no ping was answered");
        }
        int rank = (int) Math.ceil(percent / 100 * roundTrips.size());
        return roundTrips.get(Math.max(rank, 1) - 1);
    }
}
