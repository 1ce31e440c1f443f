package com.softellect.vpn.tunnel.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where the client's files are. Immutable.
 *
 * @param profile       the file of the profile in use
 * @param clientKey     the file of the client's own key
 * @param connectFolder the folder that profiles are dropped into; null: there is none
 */
record Places(Path profile, Path clientKey, Path connectFolder) {

    /**
     * @param etc  where the two files' relative paths start
     * @param base where the folder's relative path starts
     * @throws IllegalArgumentException if a setting is no path; the message names the key and the file
     */
    static Places of(TunnelSettings settings, Path etc, Path base) {
        Path folder = path("connectFolder", settings.connectFolder(), base);
        return new Places(needed("profile", settings.profile(), etc), needed("clientKey", settings.clientKey(), etc), folder);
    }

    private static Path needed(String key, String value, Path start) {
        Path path = path(key, value, start);
        if (path == null) {
            throw new IllegalArgumentException(key + " in " + TunnelSettings.FILE + " is empty; set the path of a file, or leave the line out");
        }
        return path;
    }

    private static Path path(String key, String value, Path start) {
        String text = value == null ? "" : value.trim();
        try {
            return text.isEmpty() ? null : start.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(key + " in " + TunnelSettings.FILE + " is no path: " + e.getMessage(), e);
        }
    }
}
