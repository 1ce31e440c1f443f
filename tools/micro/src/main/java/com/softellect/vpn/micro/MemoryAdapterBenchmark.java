package com.softellect.vpn.micro;

import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The in-memory twin, which stands in for a real adapter in tests: what is measured beside it must not be less than this. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MemoryAdapterBenchmark {

    private final byte[] packet = Packets.to(2, 1400);
    private MemoryTunAdapter adapter;

    @Setup
    public void open() {
        adapter = new MemoryTunAdapter(new TunAdapterSettings("micro0", Ipv4Network.parse("10.66.77.1/24"), 1500));
    }

    @TearDown
    public void close() {
        adapter.close();
    }

    @Benchmark
    public byte[] receive() throws Exception {
        adapter.inject(packet);
        return adapter.receive();
    }

    @Benchmark
    public byte[] send() throws Exception {
        adapter.send(packet);
        return adapter.takeSent(Duration.ZERO);
    }
}
