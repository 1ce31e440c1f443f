package com.softellect.vpn.fuzz;

import static com.softellect.vpn.fuzz.BothWays.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.SendPacketsResponse;
import com.softellect.vpn.datapath.MessageBuffer;
import com.softellect.vpn.datapath.SoapReader;
import com.softellect.vpn.datapath.SoapWriter;
import com.softellect.vpn.datapath.Xop;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Any batch, written: both ways read it back the same. Then with some damage: both ways still agree. */
class SoapWriterFuzzTest {

    /** The shortest sequence number that the short way leaves to the long one. */
    private static final long TOO_LONG = 1_000_000_000_000_000_000L;

    private final BothWays ways = new BothWays();

    @FuzzTest(maxDuration = "")
    void anyBatchAndThenSomeDamage(FuzzedDataProvider data) {
        int kind = data.consumeInt(0, 4);
        if (kind == 4) {
            besideTheXml(data);
            return;
        }
        String sessionId = sessionId(data);
        Batch batch = batch(data);
        byte[] message = switch (kind) {
            case 0 -> call(sessionId, batch);
            case 1 -> poll(sessionId);
            case 2 -> answerToPoll(batch);
            default -> answerToCall(data.consumeInt() & Integer.MAX_VALUE);
        };
        while (data.remainingBytes() > 0) {
            message = damaged(message, data);
            ways.check(message);
        }
    }

    /** Undamaged it is read back the same; damaged it is left alone, or read as a batch whose packets are all in the message. */
    private static void besideTheXml(FuzzedDataProvider data) {
        Xop xop = Xop.create();
        byte[] part = new byte[data.consumeInt(1024, 3000)];
        Batch batch = new Batch(data.consumeInt() & Integer.MAX_VALUE, List.of(part, data.consumeBytes(40), part));
        byte[] message = SoapWriter.receivePacketsResponse(batch, xop, new MessageBuffer()).toBytes();
        Batch read = SoapReader.receivePacketsResponse(message, message.length, xop);
        assertSame(batch, read.sequence(), read.packets());
        while (data.remainingBytes() > 0) {
            message = damaged(message, data);
            Batch other = SoapReader.receivePacketsResponse(message, message.length, xop);
            assertThat(other == null || other.bytes() < message.length).isTrue();
            SoapReader.call(message, message.length, xop);
        }
    }

    /** What needs no escaping. */
    private static String sessionId(FuzzedDataProvider data) {
        return data.consumeAsciiString(50).replaceAll("[^!-%'-;=?-~]", "-");
    }

    private static Batch batch(FuzzedDataProvider data) {
        long sequence = data.consumeLong() >>> data.consumeInt(1, 63); // consumeLong(0, MAX_VALUE) is known to give negative ones
        List<byte[]> packets = new ArrayList<>();
        for (int i = data.consumeInt(0, 5); i > 0; i--) {
            packets.add(data.consumeBytes(data.consumeInt(0, 40)));
        }
        return new Batch(sequence, packets);
    }

    private byte[] call(String sessionId, Batch batch) {
        byte[] message = SoapWriter.sendPackets(sessionId, batch, new MessageBuffer()).toBytes();
        SendPackets read = ways.read(message, SendPackets.class);
        assertThat(read.getSessionId()).isEqualTo(sessionId);
        assertSame(batch, read.getSequence(), read.getPackets());
        SoapReader.Call call = SoapReader.call(message, message.length);
        assertThat(call != null).as("read by the short way").isEqualTo(batch.sequence() < TOO_LONG);
        if (call != null) {
            assertThat(call.sessionId()).isEqualTo(sessionId);
            assertSame(batch, call.sent().sequence(), call.sent().packets());
        }
        return message;
    }

    private byte[] poll(String sessionId) {
        byte[] message = SoapWriter.receivePackets(sessionId);
        assertThat(ways.read(message, ReceivePackets.class).getSessionId()).isEqualTo(sessionId);
        assertThat(SoapReader.call(message, message.length)).isEqualTo(new SoapReader.Call(sessionId, null));
        return message;
    }

    private byte[] answerToPoll(Batch batch) {
        byte[] message = SoapWriter.receivePacketsResponse(batch, new MessageBuffer()).toBytes();
        ReceivePacketsResponse read = ways.read(message, ReceivePacketsResponse.class);
        assertSame(batch, read.getSequence(), read.getPackets());
        Batch answer = SoapReader.receivePacketsResponse(message, message.length);
        assertThat(answer != null).as("read by the short way").isEqualTo(batch.sequence() < TOO_LONG);
        if (answer != null) {
            assertSame(batch, answer.sequence(), answer.packets());
        }
        return message;
    }

    private byte[] answerToCall(int received) {
        byte[] message = SoapWriter.sendPacketsResponse(received);
        assertThat(ways.read(message, SendPacketsResponse.class).getReceived()).isEqualTo(received);
        assertThat(SoapReader.isSendPacketsResponse(message, message.length)).isTrue();
        return message;
    }

    /** Some bytes of the message in place of up to three of its own. */
    private static byte[] damaged(byte[] message, FuzzedDataProvider data) {
        int from = data.consumeInt(0, message.length);
        int to = Math.min(message.length, from + data.consumeInt(0, 3));
        byte[] instead = data.consumeBytes(data.consumeInt(0, 4));
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        damaged.write(message, 0, from);
        damaged.writeBytes(instead);
        damaged.write(message, to, message.length - to);
        return damaged.toByteArray();
    }
}
