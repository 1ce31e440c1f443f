package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linux's routes of one family that are ours, by {@code ip}. They have a protocol number of their own, by which all of them are found and removed, also those of a
 * process that was killed; and a metric of their own, so that none ever takes the place of another's.
 *
 * <p>Threads: guarded by its owner.
 */
final class RouteSet {

    /** Whose routes they are, as the kernel keeps it: a number that nobody else is known to use. */
    static final String PROTOCOL = "177";

    /** Before what address configuration adds (100 and more), after what has none: an interface's own network. */
    private static final String MARKS = " proto " + PROTOCOL + " metric 40";

    private static final Logger LOG = LoggerFactory.getLogger(RouteSet.class);

    private final CommandRunner commands;
    private final String family;

    /** What is in the table, as far as the kernel has not removed it with its interface: words by destination. */
    private final Map<String, String> present = new LinkedHashMap<>();

    /** @param family {@code -4} or {@code -6} */
    RouteSet(CommandRunner commands, String family) {
        this.commands = commands;
        this.family = family;
    }

    /**
     * What says a route to {@code ip}.
     *
     * @param mtu the longest packets there, in bytes, whatever anybody says of the path; 0: what the interface has
     */
    static String words(String destination, Way way, int mtu) {
        return (way.isNone() ? "unreachable " + destination : destination + " " + String.join(" ", way.words())) + MARKS
                + (way.isNone() || mtu == 0 ? "" : " mtu lock " + mtu);
    }

    /**
     * First all of them in their order, then what is wanted no more is taken out. What is there already stays without a moment between.
     *
     * @param next words by destination
     * @return whether these are others than before
     */
    boolean set(Map<String, String> next) throws SurroundingsException {
        boolean changed = !next.equals(present);
        List<String> obsolete = new ArrayList<>();
        present.forEach((destination, words) -> {
            if (!next.containsKey(destination)) {
                obsolete.add("route delete " + words);
            }
        });
        present.putAll(next);
        if (!next.isEmpty()) {
            commands.run(lines(next.values().stream().map(words -> "route replace " + words).toList()), List.of("ip", family, "-batch", "-"));
        }
        present.keySet().retainAll(next.keySet());
        if (!obsolete.isEmpty()) {
            attempt(lines(obsolete), List.of("ip", family, "-force", "-batch", "-"));
        }
        return changed;
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    boolean isEmpty() {
        return present.isEmpty();
    }

    /** Takes out all that there are, whoever has put them there. */
    void clear() {
        present.clear();
        attempt("", List.of("ip", family, "route", "flush", "table", "main", "proto", PROTOCOL));
    }

    private void attempt(String input, List<String> command) {
        try {
            commands.run(input, command);
        } catch (SurroundingsException e) {
            LOG.debug("not removed", e);
        }
    }

    /** For the next version of this bundle. */
    Map<String, String> left() {
        return Map.copyOf(present);
    }

    void goOn(Map<?, ?> left) {
        left.forEach((destination, words) -> present.put((String) destination, (String) words));
    }
}
