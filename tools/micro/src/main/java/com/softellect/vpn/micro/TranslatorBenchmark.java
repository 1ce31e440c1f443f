package com.softellect.vpn.micro;

import com.softellect.vpn.translator.internal.TranslatorBed;
import java.nio.ByteBuffer;
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

/** The way of a packet of 1400 bytes through the translator, without the system call, while there are so many flows of which each packet has another. Per packet. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TranslatorBenchmark {

    private static final int BATCH = 100;
    private static final int BYTES = 1400;
    private static final int CLIENT = 0x0a424d02;
    private static final int SERVER = 0xc6336409;
    private static final int SERVER_PORT = 443;
    private static final int FIRST_CLIENT_PORT = 10_000;
    private static final int IP_HEADER = 20;

    @Param({"1", "30000"})
    public int flows;

    private TranslatorBed translator;
    private byte[] out;
    private byte[] in;
    private byte[] passing;
    private int flow;

    @Setup
    public void open() {
        translator = new TranslatorBed(flows, packet -> { });
        passing = new byte[BYTES];
        out = packet(CLIENT, FIRST_CLIENT_PORT, SERVER, SERVER_PORT);
        in = packet(SERVER, SERVER_PORT, TranslatorBed.EXTERNAL, TranslatorBed.FIRST_PORT);
        for (int i = 0; i < flows; i++) {
            fromClient();
        }
        if (translator.flows() != flows) {
            throw new IllegalStateException(translator.flows() + " flows");
        }
    }

    private static byte[] packet(int from, int fromPort, int to, int toPort) {
        byte[] packet = Packets.to(2, BYTES);
        ByteBuffer.wrap(packet).putInt(12, from).putInt(16, to).putShort(IP_HEADER, (short) fromPort).putShort(IP_HEADER + 2, (short) toPort);
        return packet;
    }

    /** The next flow's: only its port is another. */
    private void fromClient() {
        System.arraycopy(out, 0, passing, 0, BYTES);
        putPort(IP_HEADER, FIRST_CLIENT_PORT);
        translator.fromClient(passing);
    }

    private void putPort(int at, int first) {
        int port = first + flow;
        passing[at] = (byte) (port >>> Byte.SIZE);
        passing[at + 1] = (byte) port;
        flow = flow + 1 == flows ? 0 : flow + 1;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void up() {
        for (int i = 0; i < BATCH; i++) {
            fromClient();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void down() {
        for (int i = 0; i < BATCH; i++) {
            System.arraycopy(in, 0, passing, 0, BYTES);
            putPort(IP_HEADER + 2, TranslatorBed.FIRST_PORT);
            translator.fromNetwork(passing);
        }
    }
}
