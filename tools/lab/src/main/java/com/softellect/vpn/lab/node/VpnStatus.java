package com.softellect.vpn.lab.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code vpn:status} printed: a heading per role, below it lines of a name and a value.
 *
 * @param text all of it
 */
public record VpnStatus(String text) {

    private static final Pattern LEADING_NUMBER = Pattern.compile("(\\d+).*");
    private static final Pattern RESUMES = Pattern.compile("\\d+, (\\d+) with the session going on");

    /** Whether the role is there. */
    public boolean heading(Role role) {
        return text.lines().anyMatch(line -> line.strip().equalsIgnoreCase(role.word()));
    }

    /** The value of the line of this name. */
    public Optional<String> value(String name) {
        return text.lines().map(String::strip)
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst();
    }

    /** Whether the tunnel is up. */
    public boolean connected() {
        return value("tunnel").filter(state -> state.startsWith("CONNECTED ")).isPresent();
    }

    /** Whether the tunnel has given up. */
    public boolean failed() {
        return value("tunnel").filter(state -> state.startsWith("FAILED ")).isPresent();
    }

    /** How often the connection was made again; 0 if that is not told. */
    public long reconnects() {
        return number("reconnects").orElse(0L);
    }

    /** How often of these with the session going on; 0 if that is not told. */
    public long resumes() {
        return value("reconnects").map(RESUMES::matcher).filter(Matcher::matches).map(match -> Long.valueOf(match.group(1))).orElse(0L);
    }

    /** The polls that were answered since the tunnel's bundle started; absent on a gateway. */
    public Optional<Long> polls() {
        return number("polls");
    }

    private Optional<Long> number(String name) {
        return value(name).map(LEADING_NUMBER::matcher).filter(Matcher::matches).map(match -> Long.valueOf(match.group(1)));
    }
}
