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

    /** The polls that were answered since the tunnel's bundle started; absent on a gateway. */
    public Optional<Long> polls() {
        return value("polls").map(LEADING_NUMBER::matcher).filter(Matcher::matches).map(match -> Long.valueOf(match.group(1)));
    }
}
