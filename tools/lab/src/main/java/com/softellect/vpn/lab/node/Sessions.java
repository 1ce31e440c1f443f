package com.softellect.vpn.lab.node;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code vpn:sessions --no-format} printed: a line per session, tab-separated, of which the first two columns are number and client.
 *
 * @param numbers the sessions' numbers by client
 */
record Sessions(Map<String, Long> numbers) {

    static Sessions parse(String text) {
        return new Sessions(text.lines().map(line -> line.split("\\s+")).filter(columns -> columns.length > 2 && columns[0].matches("\\d+"))
                .collect(Collectors.toUnmodifiableMap(columns -> columns[1], columns -> Long.valueOf(columns[0]))));
    }

    Optional<Long> numberOf(String client) {
        return Optional.ofNullable(numbers.get(client));
    }
}
