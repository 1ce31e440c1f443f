package com.softellect.vpn.micro;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.interop.internal.LinuxTunAdapterProvider;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A real adapter of Linux, packets of 1400 bytes. Needs a network namespace of its own, and CAP_NET_ADMIN there. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LinuxAdapterBenchmark {

    private static final int HEADERS = 28;

    @Param({"false", "true"})
    public boolean offload;

    /** Its source is the machine's own address: the kernel takes it, and drops it where it looks at that. */
    private final byte[] packet = Packets.to(3, 1400);
    private final ByteBuffer payload = ByteBuffer.allocateDirect(packet.length - HEADERS);
    private TunAdapter adapter;
    private DatagramChannel socket;

    @Setup
    public void open() throws Exception {
        adapter = new LinuxTunAdapterProvider().open(new TunAdapterSettings("micro0", Ipv4Network.parse("10.66.77.1/24"), 1500, offload));
        socket = DatagramChannel.open().connect(new InetSocketAddress("10.66.77.3", 4242));
    }

    @TearDown
    public void close() throws Exception {
        socket.close();
        adapter.close();
    }

    @Benchmark
    public boolean send() throws Exception {
        return adapter.send(packet);
    }

    /** With what it takes an application to send it. */
    @Benchmark
    public byte[] receive() throws Exception {
        payload.clear();
        socket.write(payload);
        return adapter.receive();
    }

    @Benchmark
    public byte[] receiveNothing() throws Exception {
        return adapter.receive();
    }
}
