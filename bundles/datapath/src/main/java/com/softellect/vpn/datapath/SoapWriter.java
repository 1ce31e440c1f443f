package com.softellect.vpn.datapath;

import com.softellect.vpn.api.session.Batch;
import java.nio.charset.StandardCharsets;

/**
 * Writes the SOAP messages of the packet path straight into bytes, in the one form that CXF writes them in too: UTF-8, no XML
 * declaration, {@code soap} as the envelope's prefix, the contract's namespace as the default one. {@link SoapReader} reads exactly
 * this form; anybody else reads any SOAP.
 */
public final class SoapWriter {

    static final String OPEN = "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>";
    static final String CLOSE = "</soap:Body></soap:Envelope>";
    static final String NAMESPACE = " xmlns=\"http://softellect.com/vpn/gateway/1\">";

    private static final byte[] PACKET_OPEN = ascii("<packet>");
    private static final byte[] PACKET_CLOSE = ascii("</packet>");

    private SoapWriter() {
    }

    /** The body of a sendPackets call. @return the buffer, which holds it */
    public static MessageBuffer sendPackets(String sessionId, Batch batch, MessageBuffer into) {
        return sendPackets(sessionId, batch, null, into);
    }

    /** @param xop null: plain XML */
    public static MessageBuffer sendPackets(String sessionId, Batch batch, Xop xop, MessageBuffer into) {
        return withPackets(OPEN + "<sendPackets" + NAMESPACE + "<sessionId>" + sessionId + "</sessionId><sequence>" + batch.sequence()
                + "</sequence>", batch, "</sendPackets>" + CLOSE, xop, into);
    }

    /** The answer to a sendPackets call. */
    public static byte[] sendPacketsResponse(int received) {
        return ascii(OPEN + "<sendPacketsResponse" + NAMESPACE + "<received>" + received + "</received></sendPacketsResponse>" + CLOSE);
    }

    /** The body of a receivePackets call. */
    public static byte[] receivePackets(String sessionId) {
        return ascii(OPEN + "<receivePackets" + NAMESPACE + "<sessionId>" + sessionId + "</sessionId></receivePackets>" + CLOSE);
    }

    /** The body of a receivePackets call that asks for an answer in that form. */
    public static byte[] receivePackets(String sessionId, Xop xop) {
        MessageBuffer message = new MessageBuffer();
        message.put(xop.begin());
        message.put(receivePackets(sessionId));
        message.put(xop.end());
        return message.toBytes();
    }

    /** The answer to a receivePackets call. @return the buffer, which holds it */
    public static MessageBuffer receivePacketsResponse(Batch batch, MessageBuffer into) {
        return receivePacketsResponse(batch, null, into);
    }

    /** @param xop null: plain XML */
    public static MessageBuffer receivePacketsResponse(Batch batch, Xop xop, MessageBuffer into) {
        return withPackets(OPEN + "<receivePacketsResponse" + NAMESPACE + "<sequence>" + batch.sequence() + "</sequence>", batch,
                "</receivePacketsResponse>" + CLOSE, xop, into);
    }

    /**
     * The fault of a session that is not live. Message and reason must need no escaping.
     *
     * @param reason null if it is not known
     */
    public static byte[] sessionExpired(String message, String reason) {
        String why = reason == null ? "" : "<reason>" + reason + "</reason>";
        return ascii(OPEN + "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>" + message + "</faultstring><detail><sessionExpired"
                + NAMESPACE + "<message>" + message + "</message>" + why + "</sessionExpired></detail></soap:Fault>" + CLOSE);
    }

    private static MessageBuffer withPackets(String head, Batch batch, String tail, Xop xop, MessageBuffer into) {
        into.clear();
        into.makeRoomFor(Math.toIntExact(length(head, batch, tail, xop)));
        if (xop != null) {
            into.put(xop.begin());
        }
        into.put(ascii(head));
        int parts = 0;
        for (byte[] packet : batch.packets()) {
            into.put(PACKET_OPEN);
            if (isPart(packet, xop)) {
                into.put(Xop.INCLUDE);
                into.putNumber(parts++);
                into.put(Xop.INCLUDE_END);
            } else {
                into.putBase64(packet);
            }
            into.put(PACKET_CLOSE);
        }
        into.put(ascii(tail));
        if (xop != null) {
            putParts(batch, xop, into);
        }
        return into;
    }

    private static boolean isPart(byte[] packet, Xop xop) {
        return xop != null && packet.length >= Xop.LEAST_BYTES;
    }

    private static void putParts(Batch batch, Xop xop, MessageBuffer into) {
        int parts = 0;
        for (byte[] packet : batch.packets()) {
            if (isPart(packet, xop)) {
                into.put(xop.part());
                into.putNumber(parts++);
                into.put(Xop.LENGTH);
                into.putNumber(packet.length);
                into.put(Xop.HEAD_END);
                into.put(packet);
            }
        }
        into.put(xop.end());
    }

    /** At most. */
    private static long length(String head, Batch batch, String tail, Xop xop) {
        long length = head.length() + (long) tail.length();
        if (xop != null) {
            length += xop.begin().length + xop.end().length;
        }
        for (byte[] packet : batch.packets()) {
            length += PACKET_OPEN.length + PACKET_CLOSE.length
                    + (isPart(packet, xop) ? xop.partBytes() + packet.length : MessageBuffer.base64Length(packet.length));
        }
        return length;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
