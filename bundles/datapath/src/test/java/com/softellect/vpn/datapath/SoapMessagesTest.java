package com.softellect.vpn.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.session.Batch;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SoapMessagesTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private Batch randomBatch() {
        List<byte[]> packets = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            byte[] packet = new byte[1 + random.nextInt(3000)];
            random.nextBytes(packet);
            packets.add(packet);
        }
        return new Batch(random.nextLong(1_000_000_000_000_000_000L), packets);
    }

    private void assertSame(Batch read, Batch written) {
        assertThat(read).as("seed %d", seed).isNotNull();
        assertThat(read.sequence()).as("seed %d", seed).isEqualTo(written.sequence());
        assertThat(read.packets()).as("seed %d", seed).hasSameSizeAs(written.packets());
        for (int i = 0; i < written.packets().size(); i++) {
            assertThat(read.packets().get(i)).as("seed %d", seed).isEqualTo(written.packets().get(i));
        }
    }

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        for (int i = 0; i < 200; i++) {
            Batch batch = randomBatch();
            byte[] call = SoapWriter.sendPackets("session-1", batch, new MessageBuffer()).toBytes();
            assertThat(SoapReader.call(call, call.length).sessionId()).isEqualTo("session-1");
            assertSame(SoapReader.call(call, call.length).sent(), batch);
            byte[] answer = SoapWriter.receivePacketsResponse(batch, new MessageBuffer()).toBytes();
            assertSame(SoapReader.receivePacketsResponse(answer, answer.length), batch);
        }
        byte[] poll = SoapWriter.receivePackets("session-2");
        assertThat(SoapReader.call(poll, poll.length)).isEqualTo(new SoapReader.Call("session-2", null));
        byte[] sent = SoapWriter.sendPacketsResponse(7);
        assertThat(SoapReader.isSendPacketsResponse(sent, sent.length)).isTrue();
    }

    @Test
    void longPacketsTravelAsTheyAreBesideTheXml() {
        Xop xop = Xop.create();
        assertThat(Xop.of(xop.contentType()).contentType()).isEqualTo(xop.contentType());
        for (int i = 0; i < 200; i++) {
            Batch batch = randomBatch();
            byte[] call = SoapWriter.sendPackets("session-1", batch, xop, new MessageBuffer()).toBytes();
            assertThat(SoapReader.call(call, call.length, Xop.of(xop.contentType())).sessionId()).isEqualTo("session-1");
            assertSame(SoapReader.call(call, call.length, xop).sent(), batch);
            byte[] answer = SoapWriter.receivePacketsResponse(batch, xop, new MessageBuffer()).toBytes();
            assertSame(SoapReader.receivePacketsResponse(answer, answer.length, xop), batch);
            assertThat(SoapReader.receivePacketsResponse(answer, answer.length)).as("as plain XML").isNull();
            assertThat(SoapReader.receivePacketsResponse(answer, answer.length, Xop.create())).as("of another boundary").isNull();
            assertThat(SoapReader.receivePacketsResponse(answer, answer.length - 1, xop)).as("cut off").isNull();
        }
        byte[] poll = SoapWriter.receivePackets("session-2", xop);
        assertThat(SoapReader.call(poll, poll.length, xop)).isEqualTo(new SoapReader.Call("session-2", null));
    }

    @Test
    void aLongPacketCostsAFewHundredBytesAndNotAThirdMore() {
        Batch batch = new Batch(0, List.of(new byte[65_000]));
        assertThat(SoapWriter.receivePacketsResponse(batch, Xop.create(), new MessageBuffer()).size()).isLessThan(66_000);
        assertThat(SoapWriter.receivePacketsResponse(batch, new MessageBuffer()).size()).isGreaterThan(86_000);
        assertThat(Xop.suits(batch)).isTrue();
        assertThat(Xop.suits(new Batch(0, List.of(new byte[100])))).isFalse();
    }

    @Test
    void whatIsWrongWithAPartIsLeftToOthers() {
        Xop xop = Xop.create();
        String right = latin(SoapWriter.sendPackets("s", new Batch(0, List.of(new byte[2000], new byte[2000])), xop, new MessageBuffer()).toBytes());
        for (String wrong : List.of(right.replace("cid:1", "cid:2"), right.replace("<1@p>", "<0@p>"), right.replaceFirst("Length: 2000", "Length: 1999"),
                right.replaceFirst("Length: 2000", "Length: 999999"), right.replaceFirst("Length: 2000", "Length: -1"), right.replaceFirst("binary", "base64"))) {
            assertThat(wrong).isNotEqualTo(right);
            byte[] message = wrong.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(SoapReader.call(message, message.length, xop)).isNull();
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void onlyOneFormOfContentTypeIsThatOfXop() {
        String type = Xop.create().contentType();
        for (String other : new String[] {null, "", "text/xml", type + " ", type.toUpperCase(java.util.Locale.ROOT), type.replace("boundary=\"", "boundary=\"x"),
            type.replaceAll("boundary=.*", "boundary=b"), type.replace("<m@p>", "<root>")}) {
            assertThat(Xop.of(other)).as(other).isNull();
        }
    }

    /** Whatever length a packet says that it has: right, beyond the message, or that of a place where another tag begins. */
    @Test
    void aPacketIsReadWholeWhateverItsHeaderSays() {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            packets.add(new byte[20 + i]);
        }
        Batch batch = new Batch(1, packets);
        MessageBuffer call = new MessageBuffer();
        for (int total = 0; total <= 0xffff; total++) {
            packets.get(0)[2] = (byte) (total >> 8);
            packets.get(0)[3] = (byte) total;
            SoapWriter.sendPackets("s", batch, call);
            assertSame(SoapReader.call(call.bytes(), call.size()).sent(), batch);
        }
    }

    /** The trap: what a longer message has left behind must not show in a shorter one. */
    @Test
    void aBufferThatIsUsedAgainHoldsTheNewMessageOnly() throws Exception {
        MessageBuffer used = new MessageBuffer();
        for (int i = 0; i < 200; i++) {
            Batch batch = randomBatch();
            byte[] fresh = SoapWriter.sendPackets("s", batch, new MessageBuffer()).toBytes();
            assertThat(SoapWriter.sendPackets("s", batch, used).toBytes()).as("seed %d", seed).isEqualTo(fresh);
            used.readFrom(new ByteArrayInputStream(fresh), i % 2 == 0 ? fresh.length : -1);
            assertThat(used.toBytes()).as("seed %d", seed).isEqualTo(fresh);
        }
    }

    @Test
    void aMessageCostsNoArrayOfItsLength() throws Exception {
        Batch batch = new Batch(0, List.of(new byte[60_000], new byte[60_000]));
        MessageBuffer buffer = new MessageBuffer();
        SoapWriter.receivePacketsResponse(batch, buffer);
        InputStream in = new ByteArrayInputStream(buffer.toBytes());
        in.mark(0);
        buffer.readFrom(in, buffer.size());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) {
            SoapWriter.receivePacketsResponse(batch, buffer);
            in.reset();
            buffer.readFrom(in, buffer.size());
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes for 10 messages of 160,000 bytes").isLessThan(160_000);
    }

    @Test
    void buffersAreKeptForTheNextMessageButNotTheLongest() {
        MessageBuffers buffers = new MessageBuffers();
        MessageBuffer used = SoapWriter.sendPackets("s", randomBatch(), buffers.take());
        buffers.give(used);
        assertThat(buffers.take()).isSameAs(used);
        MessageBuffer longest = SoapWriter.sendPackets("s", new Batch(0, List.of(new byte[1 << 20])), buffers.take());
        buffers.give(longest);
        assertThat(buffers.take()).isNotSameAs(longest);
    }

    @Test
    void aTruncatedMessageIsLeftToTheXmlParser() {
        for (byte[] whole : List.of(SoapWriter.sendPackets("s", randomBatch(), new MessageBuffer()).toBytes(), SoapWriter.receivePackets("s"))) {
            for (int length = 0; length < Math.min(whole.length, 2000); length++) {
                assertThat(SoapReader.call(whole, length)).as("%d bytes, seed %d", length, seed).isNull();
            }
        }
    }

    @Test
    void aMessageWithOneByteChangedIsReadAsWhatItSaysOrLeftToTheXmlParser() {
        byte[] whole = SoapWriter.sendPackets("s", new Batch(5, List.of(new byte[] {1, 2, 3, 4, 5, 6})), new MessageBuffer()).toBytes();
        for (int i = 0; i < whole.length; i++) {
            for (char other : "<>&/A=9 é\n".toCharArray()) {
                byte[] changed = whole.clone();
                changed[i] = (byte) other;
                SoapReader.Call call = SoapReader.call(changed, changed.length);
                if (call != null) {
                    assertThat(SoapWriter.sendPackets(call.sessionId(), call.sent(), new MessageBuffer()).toBytes())
                            .as("byte %d: %s", i, other).isEqualTo(changed);
                }
            }
        }
    }

    @Test
    void aSessionIdThatXmlDoesNotAllowIsLeftToTheXmlParser() {
        byte[] bytes = SoapWriter.receivePackets("a]]>b");
        assertThat(SoapReader.call(bytes, bytes.length)).isNull();
    }

    @Test
    void anAnswerThatIsNotReadToItsEndIsLeftToTheXmlParser() {
        byte[] whole = SoapWriter.sendPacketsResponse(12);
        for (int length = 0; length < whole.length; length++) {
            assertThat(SoapReader.isSendPacketsResponse(whole, length)).as("%d bytes", length).isFalse();
        }
        for (String received : List.of("", "-1", "2147483648", "12</received><received>12")) {
            byte[] bytes = new String(whole, StandardCharsets.US_ASCII).replace("12", received).getBytes(StandardCharsets.US_ASCII);
            assertThat(SoapReader.isSendPacketsResponse(bytes, bytes.length)).as(received).isFalse();
        }
    }

    @Test
    void otherWaysToSayTheSameAreLeftToTheXmlParser() {
        String plain = new String(SoapWriter.receivePackets("s"), StandardCharsets.US_ASCII);
        for (String other : List.of("<?xml version='1.0'?>" + plain, plain.replace("soap:", "s:"), plain.replace("><", "> <"),
                plain.replace(">s<", ">&#115;<"), plain + " ", plain.replace("receivePackets", "noSuchOperation"))) {
            byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
            assertThat(SoapReader.call(bytes, bytes.length)).as(other).isNull();
        }
        for (String sequence : List.of("", "-1", "+1", " 1", "1234567890123456789", "x")) {
            byte[] bytes = new String(SoapWriter.sendPackets("s", new Batch(5, List.of()), new MessageBuffer()).toBytes(), StandardCharsets.US_ASCII)
                    .replace(">5<", ">" + sequence + "<").getBytes(StandardCharsets.US_ASCII);
            assertThat(SoapReader.call(bytes, bytes.length)).as(sequence).isNull();
        }
    }
}
