package com.softellect.vpn.datapath;

import com.softellect.vpn.api.session.Batch;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of a message that carries long packets as they are, beside its XML: a MIME multipart message (RFC 2387) with XOP (W3C, 25 January 2005), as MTOM
 * has it. Base64 makes a third more of a packet, this 230 bytes. Short packets stay in the XML, as base64.
 *
 * <p>The boundary is known to the two ends only, so that nobody else can put it into a packet: the client chooses it at random, and the gateway answers with it.
 * Immutable.
 */
public final class Xop {

    /** From how many bytes on a packet is a part of its own: base64 would be longer. */
    static final int LEAST_BYTES = 1024;

    private static final int BOUNDARY_BYTES = 16;
    private static final String TYPE = "multipart/related; type=\"application/xop+xml\"; start=\"<m@p>\"; start-info=\"text/xml\"; boundary=\"";
    private static final Pattern FORM = Pattern.compile(Pattern.quote(TYPE) + "([0-9a-f]{" + BOUNDARY_BYTES * 2 + "})\"");

    static final byte[] INCLUDE = SoapWriter.ascii("<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:");
    static final byte[] INCLUDE_END = SoapWriter.ascii("@p\"/>");
    static final byte[] LENGTH = SoapWriter.ascii("@p>\r\nContent-Length: ");
    static final byte[] HEAD_END = SoapWriter.ascii("\r\n\r\n");

    private final String contentType;
    private final byte[] begin;
    private final byte[] part;
    private final byte[] end;

    private Xop(String boundary) {
        this.contentType = TYPE + boundary + '"';
        this.begin = SoapWriter.ascii("--" + boundary + "\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"text/xml\"\r\n"
                + "Content-Transfer-Encoding: binary\r\nContent-ID: <m@p>\r\n\r\n");
        this.part = SoapWriter.ascii("\r\n--" + boundary + "\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Transfer-Encoding: binary\r\nContent-ID: <");
        this.end = SoapWriter.ascii("\r\n--" + boundary + "--\r\n");
    }

    /** With a boundary that nobody can guess. */
    public static Xop create() {
        byte[] random = new byte[BOUNDARY_BYTES];
        new SecureRandom().nextBytes(random);
        return new Xop(HexFormat.of().formatHex(random));
    }

    /** @return null if a message of that Content-Type is not in this form, whatever else it is; null is allowed */
    public static Xop of(String contentType) {
        Matcher matcher = FORM.matcher(contentType == null ? "" : contentType);
        return matcher.matches() ? new Xop(matcher.group(1)) : null;
    }

    /** Of a message in this form, as the HTTP header wants it. */
    public String contentType() {
        return contentType;
    }

    /** Whether the batch has a packet that is shorter in this form. */
    public static boolean suits(Batch batch) {
        for (byte[] packet : batch.packets()) {
            if (packet.length >= LEAST_BYTES) {
                return true;
            }
        }
        return false;
    }

    byte[] begin() {
        return begin;
    }

    /** What comes before the number of a part; then {@link #LENGTH}, how long it is, and {@link #HEAD_END}. */
    byte[] part() {
        return part;
    }

    byte[] end() {
        return end;
    }

    /** At most what a part needs beside its packet. */
    int partBytes() {
        return part.length + LENGTH.length + HEAD_END.length + INCLUDE.length + INCLUDE_END.length + 3 * MessageBuffer.MOST_DIGITS;
    }

    /** Without the boundary: it is a secret of the two ends. */
    @Override
    public String toString() {
        return "Xop";
    }
}
