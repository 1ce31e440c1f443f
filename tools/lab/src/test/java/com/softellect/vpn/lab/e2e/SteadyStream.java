package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.measure.Iperf3;
import com.softellect.vpn.lab.measure.Transfer;
import com.softellect.vpn.lab.measure.TransferResult;
import com.softellect.vpn.lab.net.Namespace;
import com.softellect.vpn.lab.node.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One TCP stream from the client to the gateway at a rate far below what the tunnel can carry, and how many of its segments had to be sent
 * once more. By iperf3 where it is installed; else our own, whose retransmissions only the namespace as a whole can tell.
 */
record SteadyStream(Pair pair, int megabitsPerSecond, int seconds) {

    private static final double BITS_PER_BYTE = 8;

    /** Runs to its end. @return retransmitted TCP segments */
    long retransmits() throws Exception {
        Namespace client = pair.client().namespace();
        if (Iperf3.installed()) {
            Iperf3 iperf3 = new Iperf3(pair.gateway().namespace(), client, Pair.GATEWAY_TUNNEL_ADDRESS, 0, seconds);
            Iperf3.Found found = iperf3.steady(Direction.UP, megabitsPerSecond);
            assertThat(found.megabitsPerSecond()).as("Mbit/s").isPositive();
            return found.retransmits();
        }
        long before = client.call(SteadyStream::retransmitted);
        TransferResult result = new Transfer(pair.gateway().namespace(), client, Pair.GATEWAY_TUNNEL_ADDRESS)
                .run(Direction.UP, paced(System.nanoTime())::goesOn);
        assertThat(result.identical()).isTrue();
        return client.call(SteadyStream::retransmitted) - before;
    }

    private Pace paced(long start) {
        return new Pace(start, start + TimeUnit.SECONDS.toNanos(seconds), BITS_PER_BYTE * 1000 / megabitsPerSecond);
    }

    /** @param nanosPerByte how long a byte takes at this pace */
    private record Pace(long start, long end, double nanosPerByte) {

        boolean goesOn(long sent) {
            long now = System.nanoTime();
            LockSupport.parkNanos(start + (long) (sent * nanosPerByte) - now);
            return now < end;
        }
    }

    /** Of all TCP connections in the calling thread's network namespace. */
    private static long retransmitted() throws Exception {
        List<List<String>> tcp = Files.readAllLines(Path.of("/proc/thread-self/net/snmp")).stream()
                .filter(line -> line.startsWith("Tcp:")).map(line -> List.of(line.split(" "))).toList();
        return Long.parseLong(tcp.get(1).get(tcp.get(0).indexOf("RetransSegs"))); // a line of names, a line of values
    }
}
