package com.softellect.vpn.micro;

import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.datapath.MessageBuffer;
import com.softellect.vpn.datapath.SoapReader;
import com.softellect.vpn.datapath.SoapWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writing and reading the two messages that carry packets: a small one, a full one, one of super-packets. Written is into a buffer that is used again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecBenchmark {

    private static final String SESSION = "A".repeat(43);

    /** Packets x bytes. */
    @Param({"1x84", "100x1400", "10x65000"})
    public String packets;

    private final MessageBuffer buffer = new MessageBuffer();
    private Batch batch;
    private byte[] call;
    private byte[] answer;

    @Setup
    public void prepare() {
        String[] words = packets.split("x");
        batch = Packets.batch(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        call = SoapWriter.sendPackets(SESSION, batch, buffer).toBytes();
        answer = SoapWriter.receivePacketsResponse(batch, buffer).toBytes();
    }

    @Benchmark
    public Object writeCall() {
        return SoapWriter.sendPackets(SESSION, batch, buffer);
    }

    @Benchmark
    public Object readCall() {
        return SoapReader.call(call, call.length);
    }

    @Benchmark
    public Object writeAnswer() {
        return SoapWriter.receivePacketsResponse(batch, buffer);
    }

    @Benchmark
    public Object readAnswer() {
        return SoapReader.receivePacketsResponse(answer, answer.length);
    }
}
