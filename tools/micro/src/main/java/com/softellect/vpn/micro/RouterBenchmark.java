package com.softellect.vpn.micro;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Rule;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import com.softellect.vpn.registry.internal.RegistrySettings;
import com.softellect.vpn.registry.internal.Sessions;
import com.softellect.vpn.router.internal.Router;
import com.softellect.vpn.router.internal.RouterSettings;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** The way of a client's packets through the router to an adapter that has no room for them, with so many rules, of which the last one allows them. Per packet. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouterBenchmark {

    private static final int BATCH = 100;
    private static final int ADDRESS = 0x0a424d02;
    private static final int SERVER = 0xc0000207;

    @Param({"0", "1", "64"})
    public int rules;

    private Sessions registry;
    private Router router;
    private Session session;
    private List<byte[]> packets;

    @Setup
    public void open() throws Exception {
        registry = new Sessions(settings(RegistrySettings.class, Map.of()));
        router = new Router(registry, settings(RouterSettings.class, Map.of("adapterType", "memory")));
        router.bindProvider(new MemoryTunAdapterProvider(1, true));
        session = registry.open(new Client("alice", "key", ADDRESS, true, null, false, policy(), Instant.EPOCH, 1), true);
        packets = Packets.list(BATCH, 1400);
        packets.forEach(packet -> ByteBuffer.wrap(packet).putInt(12, ADDRESS).putInt(16, SERVER));
    }

    private Policy policy() {
        return rules == 0 ? Policy.OPEN : Policy.OPEN.withAllowed(IntStream.rangeClosed(1, rules)
                .mapToObj(i -> Rule.parse(i == rules ? "192.0.2.0/24:udp:4000-5000" : "10." + i + ".0.0/16:tcp:80,443")).toList());
    }

    private static <T> T settings(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    @TearDown
    public void close() {
        router.stop();
        registry.stop();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void route() {
        router.route(session, packets);
    }
}
