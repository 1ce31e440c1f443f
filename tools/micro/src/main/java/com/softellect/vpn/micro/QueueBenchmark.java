package com.softellect.vpn.micro;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.registry.internal.RegistrySettings;
import com.softellect.vpn.registry.internal.Sessions;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A session's queue with its permits, as the router fills it and polls empty it: a batch in, a batch out. Per packet. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueBenchmark {

    private static final int BATCH = 100;
    private static final int ADDRESS = 0x0a424d02;
    private static final int POLL_BYTES = 1 << 20;

    @Param({"84", "1400"})
    public int bytes;

    private Sessions registry;
    private Session session;
    private List<byte[]> packets;

    @Setup
    public void open() throws Exception {
        registry = new Sessions(RegistrySettings.class.cast(Proxy.newProxyInstance(RegistrySettings.class.getClassLoader(),
                new Class<?>[] {RegistrySettings.class}, (proxy, method, arguments) -> method.getDefaultValue())));
        session = registry.open(new Client("alice", "key", ADDRESS, true, null, false, Instant.EPOCH, 1), true);
        packets = Packets.list(BATCH, bytes);
    }

    @TearDown
    public void close() {
        registry.stop();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Batch offerAndTake() {
        for (byte[] packet : packets) {
            session.offer(packet);
        }
        return session.take(BATCH, POLL_BYTES);
    }

    /** With a poll that is parked, as on a session that was idle. */
    @Benchmark
    public Batch parkOfferAndTake() {
        session.park(() -> { });
        session.offer(packets.get(0));
        return session.take(BATCH, POLL_BYTES);
    }
}
