package com.softellect.vpn.lab.bench;

import java.time.Duration;
import java.util.Set;

/**
 * What is to be measured, and how thoroughly.
 *
 * @param rows    what
 * @param seconds how long each throughput is measured, each time
 * @param repeats how often each is measured; the median counts
 * @param warm    how long both JVMs carry traffic before anything counts
 */
public record BenchPlan(Set<Row> rows, int seconds, int repeats, Duration warm) {

    boolean has(Row row) {
        return rows.contains(row);
    }
}
