package com.softellect.vpn.endpoint.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks for the session's id in the first bytes of a message, whatever its form: plain or MTOM, with any prefix and white space. What it
 * finds is only as good as the registry says: who shows the id of a live session is that session's client. Stateless.
 */
final class SessionInHead {

    private static final byte[] ELEMENT = "sessionId".getBytes(StandardCharsets.US_ASCII);

    /** See {@link com.softellect.vpn.api.session.Session#id}. */
    private static final int ID_CHARS = 43;

    private SessionInHead() {
    }

    /** @return the first that looks like an id; null if there is none, or it is written in a way that only an XML parser understands */
    static String find(byte[] message, int size) {
        int end = Math.min(size, Body.HEAD_BYTES);
        for (int at = indexOf(message, 0, end); at >= 0; at = indexOf(message, at, end)) {
            at = afterTag(message, at + ELEMENT.length, end);
            if (isId(message, at, end)) {
                return new String(message, at, ID_CHARS, StandardCharsets.US_ASCII);
            }
        }
        return null;
    }

    private static int indexOf(byte[] message, int from, int end) {
        for (int at = from; at <= end - ELEMENT.length; at++) {
            if (message[at] == ELEMENT[0] && Arrays.equals(message, at, at + ELEMENT.length, ELEMENT, 0, ELEMENT.length)) {
                return at;
            }
        }
        return -1;
    }

    private static int afterTag(byte[] message, int from, int end) {
        int at = from;
        while (at < end && message[at] != '>' && message[at] != '<') {
            at++;
        }
        at++;
        while (at < end && isSpace(message[at])) {
            at++;
        }
        return Math.min(at, end);
    }

    private static boolean isId(byte[] message, int at, int end) {
        if (at + ID_CHARS >= end || message[at + ID_CHARS] != '<' && !isSpace(message[at + ID_CHARS])) {
            return false;
        }
        for (int i = at; i < at + ID_CHARS; i++) {
            byte c = message[i];
            if (!(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
