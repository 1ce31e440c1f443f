package com.softellect.vpn.lab.internet;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web page as it came. */
public record Page(int status, String text) {

    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.[01] (\\d{3}).*?\r\n\r\n(.*)", Pattern.DOTALL);

    /** @throws IOException if that is no HTTP answer */
    static Page parse(String received) throws IOException {
        Matcher answer = ANSWER.matcher(received);
        if (!answer.matches()) {
            throw new IOException("no HTTP answer, but '" + received + "'");
        }
        return new Page(Integer.parseInt(answer.group(1)), answer.group(2));
    }

    /** Whether it is the page of that name, as the server of the lab's internet tells it to a caller whose address is this. */
    public boolean isOf(String name, String caller) {
        return status == 200 && text.contains("This is " + name + ".") && text.contains("You are " + caller + ".");
    }
}
