package com.softellect.vpn.lab.measure;

import com.softellect.vpn.lab.LabException;

/** Measures how much one TCP stream carries. */
public interface Throughput {

    /** What measures it, in a word or two. */
    String name();

    /** One TCP stream that way; bits of TCP payload that arrived, in megabits (1,000,000 bits) per second. */
    double megabitsPerSecond(Direction direction) throws LabException, InterruptedException;
}
