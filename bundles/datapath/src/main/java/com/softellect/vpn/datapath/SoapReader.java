package com.softellect.vpn.datapath;

import com.softellect.vpn.api.session.Batch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Reads the SOAP messages of the packet path straight from bytes. It understands exactly the form that {@link SoapWriter} and CXF
 * write; every other message, well-formed or not, it leaves to a real XML parser by returning null. So it never has to decide what
 * is wrong with a message. Stateless.
 */
public final class SoapReader {

    private static final byte[] SEND = SoapWriter.ascii(SoapWriter.OPEN + "<sendPackets" + SoapWriter.NAMESPACE + "<sessionId>");
    private static final byte[] SEND_END = SoapWriter.ascii("</sendPackets>" + SoapWriter.CLOSE);
    private static final byte[] RECEIVE = SoapWriter.ascii(SoapWriter.OPEN + "<receivePackets" + SoapWriter.NAMESPACE + "<sessionId>");
    private static final byte[] RECEIVE_END = SoapWriter.ascii("</sessionId></receivePackets>" + SoapWriter.CLOSE);
    private static final byte[] SESSION_END = SoapWriter.ascii("</sessionId><sequence>");
    private static final byte[] SEQUENCE_END = SoapWriter.ascii("</sequence>");
    private static final byte[] PACKET = SoapWriter.ascii("<packet>");
    private static final byte[] PACKET_END = SoapWriter.ascii("</packet>");
    private static final byte[] ANSWER = SoapWriter.ascii(SoapWriter.OPEN + "<receivePacketsResponse" + SoapWriter.NAMESPACE + "<sequence>");
    private static final byte[] ANSWER_END = SoapWriter.ascii("</receivePacketsResponse>" + SoapWriter.CLOSE);
    private static final byte[] SENT = SoapWriter.ascii(SoapWriter.OPEN + "<sendPacketsResponse" + SoapWriter.NAMESPACE + "<received>");
    private static final byte[] SENT_END = SoapWriter.ascii("</received></sendPacketsResponse>" + SoapWriter.CLOSE);

    /** The most digits of a sequence number that surely fit into a long. */
    private static final int MAX_DIGITS = 18;

    private final byte[] message;
    private final int length;
    private int at;

    private SoapReader(byte[] message, int length) {
        this.message = message;
        this.length = length;
    }

    /**
     * A call of a client.
     *
     * @param sessionId as it came
     * @param sent      the packets of a sendPackets call; null for a receivePackets call
     */
    public record Call(String sessionId, Batch sent) {
    }

    /** @return null if this is not a call in the known form */
    public static Call call(byte[] message, int length) {
        SoapReader reader = new SoapReader(message, length);
        if (reader.skip(RECEIVE)) {
            String sessionId = reader.text();
            return sessionId != null && reader.isRest(RECEIVE_END) ? new Call(sessionId, null) : null;
        }
        if (!reader.skip(SEND)) {
            return null;
        }
        String sessionId = reader.text();
        Batch batch = sessionId != null && reader.skip(SESSION_END) ? reader.batch(SEND_END) : null;
        return batch == null ? null : new Call(sessionId, batch);
    }

    /** The answer to a receivePackets call; null if it is not one in the known form. */
    public static Batch receivePacketsResponse(byte[] message, int length) {
        SoapReader reader = new SoapReader(message, length);
        return reader.skip(ANSWER) ? reader.batch(ANSWER_END) : null;
    }

    /** Whether this is the answer to a sendPackets call in the known form. */
    public static boolean isSendPacketsResponse(byte[] message, int length) {
        SoapReader reader = new SoapReader(message, length);
        if (!reader.skip(SENT)) {
            return false;
        }
        long received = reader.number();
        return received >= 0 && received <= Integer.MAX_VALUE && reader.isRest(SENT_END);
    }

    private Batch batch(byte[] end) {
        long sequence = number();
        if (sequence < 0 || !skip(SEQUENCE_END)) {
            return null;
        }
        List<byte[]> packets = new ArrayList<>();
        while (skip(PACKET)) {
            byte[] packet = base64();
            if (packet == null || !skip(PACKET_END)) {
                return null;
            }
            packets.add(packet);
        }
        return isRest(end) ? new Batch(sequence, packets) : null;
    }

    /** Up to the next tag; null if it needs unescaping or is not ASCII, or has a ">", which XML does not allow after "]]". */
    private String text() {
        int start = at;
        while (at < length && message[at] != '<') {
            if (message[at] == '&' || message[at] == '>' || message[at] < ' ') {
                return null;
            }
            at++;
        }
        return new String(message, start, at - start, StandardCharsets.US_ASCII);
    }

    /** -1 if it is no plain decimal number. */
    private long number() {
        int start = at;
        long number = 0;
        while (at < length && message[at] >= '0' && message[at] <= '9' && at - start < MAX_DIGITS) {
            number = number * 10 + message[at] - '0';
            at++;
        }
        return at == start ? -1 : number;
    }

    /** Base64 without white space, cut out of the message and decoded in one go; null if it is anything else. */
    private byte[] base64() {
        int start = at;
        while (at < length && message[at] != '<') {
            at++;
        }
        if ((at - start) % 4 != 0) {
            return null;
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(message, start, at - start));
            byte[] packet = decoded.array();
            return packet.length == decoded.remaining() ? packet : null;
        } catch (IllegalArgumentException e) {
            return null; // the XML parser will say what is wrong with it
        }
    }

    private boolean skip(byte[] expected) {
        int end = at + expected.length;
        if (end > length || !Arrays.equals(message, at, end, expected, 0, expected.length)) {
            return false;
        }
        at = end;
        return true;
    }

    private boolean isRest(byte[] expected) {
        return length - at == expected.length && skip(expected);
    }
}
