package com.softellect.vpn.datapath;

import com.softellect.vpn.api.session.Batch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

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

    /** The body of a sendPackets call. */
    public static byte[] sendPackets(String sessionId, Batch batch) {
        return withPackets(OPEN + "<sendPackets" + NAMESPACE + "<sessionId>" + sessionId + "</sessionId><sequence>" + batch.sequence()
                + "</sequence>", batch, "</sendPackets>" + CLOSE);
    }

    /** The answer to a sendPackets call. */
    public static byte[] sendPacketsResponse(int received) {
        return ascii(OPEN + "<sendPacketsResponse" + NAMESPACE + "<received>" + received + "</received></sendPacketsResponse>" + CLOSE);
    }

    /** The body of a receivePackets call. */
    public static byte[] receivePackets(String sessionId) {
        return ascii(OPEN + "<receivePackets" + NAMESPACE + "<sessionId>" + sessionId + "</sessionId></receivePackets>" + CLOSE);
    }

    /** The answer to a receivePackets call. */
    public static byte[] receivePacketsResponse(Batch batch) {
        return withPackets(OPEN + "<receivePacketsResponse" + NAMESPACE + "<sequence>" + batch.sequence() + "</sequence>", batch,
                "</receivePacketsResponse>" + CLOSE);
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

    private static byte[] withPackets(String head, Batch batch, String tail) {
        long length = head.length() + (long) tail.length();
        for (byte[] packet : batch.packets()) {
            length += PACKET_OPEN.length + (packet.length + 2) / 3 * 4 + PACKET_CLOSE.length;
        }
        byte[] message = Arrays.copyOf(ascii(head), Math.toIntExact(length));
        int at = head.length();
        for (byte[] packet : batch.packets()) {
            at = put(message, at, PACKET_OPEN);
            at = put(message, at, Base64.getEncoder().encode(packet));
            at = put(message, at, PACKET_CLOSE);
        }
        put(message, at, ascii(tail));
        return message;
    }

    private static int put(byte[] into, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, into, at, bytes.length);
        return at + bytes.length;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
