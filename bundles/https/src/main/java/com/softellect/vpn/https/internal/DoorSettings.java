package com.softellect.vpn.https.internal;

import java.util.function.IntSupplier;

/**
 * How a door is opened, and to how many. Immutable.
 *
 * @param address        to listen on
 * @param port           to listen on; 0: one that is free
 * @param tls12          whether TLS 1.2 is spoken besides 1.3
 * @param requestSeconds how long a connection may go without a new request
 * @param maxConnections at a time
 */
public record DoorSettings(String address, int port, boolean tls12, int requestSeconds, int maxConnections) {

    /** @throws IllegalArgumentException if a setting is out of its range; the message names the key and the range */
    public static DoorSettings of(HttpsSettings settings) {
        if (settings.address().isBlank()) {
            throw wrong("address", "is empty; 0.0.0.0 is every address of the machine");
        }
        return new DoorSettings(settings.address().trim(), inRange("port", settings::port, 1, 65_535), settings.tls12(),
                inRange("requestSeconds", settings::requestSeconds, 1, 3600),
                inRange("maxConnections", settings::maxConnections, 1, 1_000_000));
    }

    private static int inRange(String key, IntSupplier setting, int lowest, int highest) {
        int value = number(key, setting);
        if (value < lowest || value > highest) {
            throw wrong(key, value + " is outside " + lowest + " to " + highest);
        }
        return value;
    }

    private static int number(String key, IntSupplier setting) {
        try {
            return setting.getAsInt();
        } catch (RuntimeException e) { // of the component runtime, which reads the text when it is asked
            throw wrong(key, "is no number");
        }
    }

    /** What is wrong with a setting, in the words that an operator looks for. */
    static IllegalArgumentException wrong(String key, String why) {
        return new IllegalArgumentException("etc/" + HttpsSettings.PID + ".cfg, key " + key + ": " + why);
    }
}
