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

    /** The characters that tell the length of an IPv4 packet, and those before them. */
    private static final int ANNOUNCEMENT = 6;

    private final byte[] message;
    private final int length;

    /** Null: plain XML. */
    private final Xop xop;
    private int at;

    private SoapReader(byte[] message, int length, Xop xop) {
        this.message = message;
        this.length = length;
        this.xop = xop;
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
        return call(message, length, null);
    }

    /** @param xop the form that its Content-Type says it has; null: plain XML */
    public static Call call(byte[] message, int length, Xop xop) {
        SoapReader reader = new SoapReader(message, length, xop);
        if (!reader.begins()) {
            return null;
        }
        if (reader.skip(RECEIVE)) {
            String sessionId = reader.text();
            return sessionId != null && reader.skip(RECEIVE_END) && reader.ends() ? new Call(sessionId, null) : null;
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
        return receivePacketsResponse(message, length, null);
    }

    /** @param xop the form that its Content-Type says it has; null: plain XML */
    public static Batch receivePacketsResponse(byte[] message, int length, Xop xop) {
        SoapReader reader = new SoapReader(message, length, xop);
        return reader.begins() && reader.skip(ANSWER) ? reader.batch(ANSWER_END) : null;
    }

    /** Whether this is the answer to a sendPackets call in the known form. */
    public static boolean isSendPacketsResponse(byte[] message, int length) {
        SoapReader reader = new SoapReader(message, length, null);
        if (!reader.skip(SENT)) {
            return false;
        }
        long received = reader.number();
        return received >= 0 && received <= Integer.MAX_VALUE && reader.skip(SENT_END) && reader.ends();
    }

    private Batch batch(byte[] end) {
        long sequence = number();
        if (sequence < 0 || !skip(SEQUENCE_END)) {
            return null;
        }
        List<byte[]> packets = new ArrayList<>();
        int parts = 0;
        while (skip(PACKET)) {
            byte[] packet = null;
            if (xop != null && skip(Xop.INCLUDE)) {
                if (number() != parts++ || !skip(Xop.INCLUDE_END)) {
                    return null;
                }
            } else if ((packet = base64()) == null) {
                return null;
            }
            if (!skip(PACKET_END)) {
                return null;
            }
            packets.add(packet);
        }
        return skip(end) && (parts == 0 || readParts(packets)) && ends() ? new Batch(sequence, packets) : null;
    }

    /** Puts the parts in the places that are free for them; they come in that order. */
    private boolean readParts(List<byte[]> packets) {
        int parts = 0;
        for (int i = 0; i < packets.size(); i++) {
            if (packets.get(i) == null) {
                byte[] packet = part(parts++);
                if (packet == null) {
                    return false;
                }
                packets.set(i, packet);
            }
        }
        return true;
    }

    private byte[] part(int number) {
        if (!skip(xop.part()) || number() != number || !skip(Xop.LENGTH)) {
            return null;
        }
        long bytes = number();
        if (bytes < 0 || !skip(Xop.HEAD_END) || bytes > length - at) {
            return null;
        }
        int begin = at;
        at += (int) bytes;
        return Arrays.copyOfRange(message, begin, at);
    }

    private boolean begins() {
        return xop == null || skip(xop.begin());
    }

    private boolean ends() {
        return (xop == null || skip(xop.end())) && at == length;
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
        byte[] packet = decoded(announcedEnd());
        return packet != null ? packet : decoded(nextTag());
    }

    /**
     * Where the text of an IPv4 packet ends by the total length in its header (RFC 791, bytes 2 and 3, big-endian), which spares a look at each
     * character; -1 if no tag begins there.
     */
    private int announcedEnd() {
        if (length - at < ANNOUNCEMENT) {
            return -1;
        }
        int total = ((sixBits(2) & 3) << 14) + (sixBits(3) << 8) + (sixBits(4) << 2) + (sixBits(5) >> 4);
        int end = at + (total + 2) / 3 * 4;
        return end < length && message[end] == '<' ? end : -1;
    }

    /** What a character of the text stands for (RFC 4648, section 4); 0 if it stands for nothing, which the decoder finds out. */
    private int sixBits(int index) {
        int c = message[at + index];
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        } else if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        } else if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : 0;
    }

    private int nextTag() {
        int end = at;
        while (end < length && message[end] != '<') {
            end++;
        }
        return end;
    }

    /** Null, and nothing is read, if this is not all base64. */
    private byte[] decoded(int end) {
        if (end < at || (end - at) % 4 != 0) {
            return null;
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(message, at, end - at));
            byte[] packet = decoded.array();
            if (packet.length != decoded.remaining()) {
                return null;
            }
            at = end;
            return packet;
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
}
