package com.softellect.vpn.lab.attack;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole HTTP/1.1 answer, as far as who measures looks at it. Immutable.
 *
 * @param text   all of it
 * @param closes whether the connection ends with it
 */
public record Answer(int status, String text, boolean closes) {

    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final String HEAD_END = "\r\n\r\n";
    private static final String LAST_CHUNK = "0\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
    private static final Pattern LENGTH = Pattern.compile("\ncontent-length: *(\\d+)");

    /** @param received what came so far, one char a byte; empty if that is not all */
    public static Optional<Answer> parse(String received) {
        int end = received.indexOf(HEAD_END);
        if (end < 0) {
            return Optional.empty();
        }
        String head = received.substring(0, end).toLowerCase(Locale.ROOT);
        Matcher status = STATUS.matcher(received);
        int code = status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            boolean whole = received.length() - end - HEAD_END.length() >= Integer.parseInt(length.group(1));
            return whole ? Optional.of(new Answer(code, received, closes(head))) : Optional.empty();
        }
        if (head.contains("\ntransfer-encoding: chunked")) {
            return received.endsWith(LAST_CHUNK) ? Optional.of(new Answer(code, received, closes(head))) : Optional.empty();
        }
        return Optional.of(new Answer(code, received, true)); // its end is the connection's: enough was seen
    }

    Outcome outcome() {
        if (status == OK) {
            return Outcome.LET_IN;
        }
        if (status == UNAVAILABLE) {
            return Outcome.UNAVAILABLE;
        }
        if (text.contains(">REFUSED<")) {
            return Outcome.REFUSED;
        }
        return status == TOO_MANY_REQUESTS || text.contains(">TOO_MANY<") ? Outcome.TOO_MANY : Outcome.ODD;
    }

    private static boolean closes(String head) {
        return head.contains("\nconnection: close");
    }
}
