package com.softellect.vpn.micro;

import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.datapath.BatchOrder;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The order of batches. Per batch of ten packets. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OrderBenchmark {

    private static final int PACKETS = 10;

    private final List<byte[]> packets = Packets.list(PACKETS, 1400);
    private ScheduledExecutorService scheduler;
    private BatchOrder order;
    private long next;
    private long delivered;

    @Setup
    public void open() {
        scheduler = Executors.newSingleThreadScheduledExecutor();
        order = new BatchOrder(list -> delivered += list.size(), late -> { }, scheduler);
    }

    @TearDown
    public void close() {
        order.close();
        scheduler.shutdownNow();
    }

    @Benchmark
    public long inOrder() {
        order.accept(batch(0));
        next += PACKETS;
        return delivered;
    }

    /** Each second one comes before the one that it follows. */
    @Benchmark
    @OperationsPerInvocation(2)
    public long swapped() {
        order.accept(batch(1));
        order.accept(batch(0));
        next += 2L * PACKETS;
        return delivered;
    }

    private Batch batch(int ahead) {
        return new Batch(next + (long) ahead * PACKETS, packets);
    }
}
