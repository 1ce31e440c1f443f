package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.client.SharedSecretProof;
import java.net.URI;

/**
 * The settings of a connection, checked: with these it is worth asking the gateway. Immutable.
 *
 * @param gatewayUrl an absolute http or https URL
 */
record ConnectionSettings(String gatewayUrl, String clientId, String secret, String adapterType, String adapterName, int maxPolls,
        int maxSends, int queuePackets, int queueBytes, int connectTimeoutMillis, int callTimeoutMillis) {

    private static final String FILE = "etc/" + TunnelSettings.PID + ".cfg";

    /** @throws IllegalArgumentException if a setting is missing or unusable; the message names the key, the file and what is right */
    static ConnectionSettings of(TunnelSettings settings) {
        return new ConnectionSettings(
                url(text(settings.gatewayUrl())),
                matching("clientId", text(settings.clientId()), 64),
                secret(text(settings.secret())),
                type(text(settings.adapterType())),
                matching("adapterName", text(settings.adapterName()), 15),
                within("maxPolls", settings.maxPolls(), 1, 16),
                within("maxSends", settings.maxSends(), 1, 16),
                within("queuePackets", settings.queuePackets(), 1, 100_000),
                within("queueBytes", settings.queueBytes(), 65_535, 1 << 30),
                within("connectTimeoutMillis", settings.connectTimeoutMillis(), 100, 60_000),
                within("callTimeoutMillis", settings.callTimeoutMillis(), 1000, 120_000));
    }

    private static String text(String value) {
        return value == null ? "" : value.trim();
    }

    private static String url(String text) {
        check(!text.isEmpty(), "gatewayUrl", "is not set; set the gateway's URL, like http://vpn.example.org:8181/cxf/vpn");
        check(isHttp(text), "gatewayUrl", "is '" + text + "', which is not a URL like http://vpn.example.org:8181/cxf/vpn");
        return text;
    }

    private static boolean isHttp(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String matching(String key, String text, int longest) {
        check(text.matches("[A-Za-z0-9._-]{1," + longest + "}"), key, (text.isEmpty() ? "is not set" : "is '" + text + "'")
                + "; take 1 to " + longest + " characters of A-Z a-z 0-9 . _ -");
        return text;
    }

    private static String secret(String text) {
        check(!text.isEmpty(), "secret", "is not set; set the secret that the gateway has for this client");
        check(text.length() >= SharedSecretProof.MIN_SECRET_CHARS, "secret",
                "is shorter than " + SharedSecretProof.MIN_SECRET_CHARS + " characters; make one with: openssl rand -base64 24");
        return text;
    }

    private static String type(String text) {
        check(text.matches("[a-z]+"), "adapterType", "is '" + text + "'; take auto, linux, wintun or memory");
        return text;
    }

    private static int within(String key, int value, int least, int most) {
        check(value >= least && value <= most, key, "is " + value + ", which is outside " + least + " to " + most);
        return value;
    }

    private static void check(boolean right, String key, String problem) {
        if (!right) {
            throw new IllegalArgumentException(key + " in " + FILE + " " + problem);
        }
    }

    /** Without the secret: it does not belong into a log. */
    @Override
    public String toString() {
        return "ConnectionSettings[" + clientId + " at " + gatewayUrl + ", adapter " + adapterName + " (" + adapterType + ")]";
    }
}
