package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.datapath.QueueLimits;

/**
 * The settings of a connection, checked: with these, and a profile, it is worth asking the gateway. Immutable.
 *
 * @param proxy that connections go through; null for none
 */
record ConnectionSettings(String adapterType, String adapterName, boolean offload, int maxPolls, int maxSends, QueueLimits queueLimits,
        int connectTimeoutMillis, int callTimeoutMillis, boolean tls12, ProxyServer proxy) {

    private static final int MOST_SENDS = 16;

    /** @throws IllegalArgumentException if a setting is unusable; the message names the key, the file and what is right */
    static ConnectionSettings of(TunnelSettings settings) {
        return new ConnectionSettings(
                type(text(settings.adapterType())),
                name(text(settings.adapterName())),
                settings.offload(),
                within("maxPolls", settings.maxPolls(), 1, Session.MAX_PARKED_POLLS),
                within("maxSends", settings.maxSends(), 1, MOST_SENDS),
                queueLimits(settings),
                within("connectTimeoutMillis", settings.connectTimeoutMillis(), 100, 60_000),
                within("callTimeoutMillis", settings.callTimeoutMillis(), 1000, 120_000),
                settings.tls12(),
                proxy(text(settings.proxy())));
    }

    private static ProxyServer proxy(String text) {
        try {
            return text.isEmpty() ? null : ProxyServer.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("proxy in " + TunnelSettings.FILE + " " + e.getMessage(), e);
        }
    }

    private static QueueLimits queueLimits(TunnelSettings settings) {
        return new QueueLimits(within("queuePackets", settings.queuePackets(), 1, 100_000),
                within("queueBytes", settings.queueBytes(), 65_535, 1 << 30),
                within("queueFlows", settings.queueFlows(), 1, 65_536),
                within("queueTargetMillis", settings.queueTargetMillis(), 1, 10_000),
                within("queueIntervalMillis", settings.queueIntervalMillis(), 1, 60_000));
    }

    private static String text(String value) {
        return value == null ? "" : value.trim();
    }

    private static String name(String text) {
        check(text.matches("[A-Za-z0-9._-]{1,15}"), "adapterName",
                (text.isEmpty() ? "is not set" : "is '" + text + "'") + "; take 1 to 15 characters of A-Z a-z 0-9 . _ -");
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
            throw new IllegalArgumentException(key + " in " + TunnelSettings.FILE + " " + problem);
        }
    }
}
