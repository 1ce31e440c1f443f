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
 *
 * <p>The sender is made patient: it does not send once more what is merely late, as it is on a machine that is busy with other things, but
 * only what others have overtaken, and so is lost.
 */
record SteadyStream(Pair pair, int megabitsPerSecond, int seconds) {

    /** No tail loss probes, which are sent when an answer takes twice as long as usual. */
    private static final String NO_PROBES = "echo 0 >/proc/sys/net/ipv4/tcp_early_retrans";
    private static final String RETRANSMISSION_TIMEOUT = "10s";

    private static final double BITS_PER_BYTE = 8;

    /** Makes all that goes from the client to the gateway patient, as long as the adapter is there. */
    SteadyStream patient() throws Exception {
        pair.client().namespace().command("sh", "-c", NO_PROBES).require();
        pair.client().namespace().command("ip", "route", "replace", Pair.GATEWAY_TUNNEL_ADDRESS, "dev", "vpnc0",
                "src", Pair.CLIENT_TUNNEL_ADDRESS, "rto_min", RETRANSMISSION_TIMEOUT).require();
        return this;
    }

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
