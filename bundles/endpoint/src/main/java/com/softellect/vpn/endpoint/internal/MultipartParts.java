package com.softellect.vpn.endpoint.internal;

import java.util.Locale;

/**
 * Counts the parts of a multipart message. CXF's own limit of them does not hold where it looks for a part by its name, and what that
 * costs grows with the square of their number. Stateless.
 */
final class MultipartParts {

    private MultipartParts() {
    }

    /** Counts what could be the beginning of a part: a line that begins with two hyphens. */
    static boolean isMoreThan(int most, Body body, String contentType) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return false;
        }
        byte[] bytes = body.bytes();
        int parts = 0;
        for (int at = 2; at < body.size() && parts <= most; at++) {
            if (bytes[at] == '-' && bytes[at - 1] == '-' && bytes[at - 2] == '\n') {
                parts++;
            }
        }
        return parts > most;
    }
}
