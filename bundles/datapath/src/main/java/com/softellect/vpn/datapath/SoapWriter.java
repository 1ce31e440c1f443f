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
        return withPackets(OPEN + "<sendPackets" + NAMESPACE + "<sessionId>" + sessionId + "</sessionId><sequence>" + batch.sequence()
                + "</sequence>", batch, "</sendPackets>" + CLOSE, into);
    }

    /** The answer to a sendPackets call. */
    public static byte[] sendPacketsResponse(int received) {
        return ascii(OPEN + "<sendPacketsResponse" + NAMESPACE + "<received>" + received + "</received></sendPacketsResponse>" + CLOSE);
    }

    /** The body of a receivePackets call. */
    public static byte[] receivePackets(String sessionId) {
        return ascii(OPEN + "<receivePackets" + NAMESPACE + "<sessionId>" + sessionId + "</sessionId></receivePackets>" + CLOSE);
    }

    /** The answer to a receivePackets call. @return the buffer, which holds it */
    public static MessageBuffer receivePacketsResponse(Batch batch, MessageBuffer into) {
        return withPackets(OPEN + "<receivePacketsResponse" + NAMESPACE + "<sequence>" + batch.sequence() + "</sequence>", batch,
                "</receivePacketsResponse>" + CLOSE, into);
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

    private static MessageBuffer withPackets(String head, Batch batch, String tail, MessageBuffer into) {
        long length = head.length() + (long) tail.length();
        for (byte[] packet : batch.packets()) {
            length += PACKET_OPEN.length + MessageBuffer.base64Length(packet.length) + PACKET_CLOSE.length;
        }
        into.clear();
        into.makeRoomFor(Math.toIntExact(length));
        into.put(ascii(head));
        for (byte[] packet : batch.packets()) {
            into.put(PACKET_OPEN);
            into.putBase64(packet);
            into.put(PACKET_CLOSE);
        }
        into.put(ascii(tail));
        return into;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
