package com.softellect.vpn.lab.measure;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Namespace;
import java.time.Duration;

/** Measures how much one TCP stream carries. */
public interface Throughput {

    /**
     * iperf3 where it is installed, else our own.
     *
     * @param address     the server's
     * @param warmSeconds run before, not counted
     * @param seconds     counted
     */
    static Throughput between(Namespace server, Namespace client, String address, int warmSeconds, int seconds)
            throws InterruptedException {
        if (Iperf3.installed()) {
            return new Iperf3(server, client, address, warmSeconds, seconds);
        }
        return new OwnThroughput(new Transfer(server, client, address), Duration.ofSeconds(warmSeconds), Duration.ofSeconds(seconds));
    }

    /** What measures it, in a word or two. */
    String name();

    /** One TCP stream that way; bits of TCP payload that arrived, in megabits (1,000,000 bits) per second. */
    double megabitsPerSecond(Direction direction) throws LabException, InterruptedException;
}
