package com.softellect.vpn.tunnel.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * {@code etc/com.softellect.vpn.tunnel.cfg}. A change takes effect at once: a tunnel that is connected, or tries to be, begins
 * anew with the new settings.
 */
@ObjectClassDefinition(name = "VPN tunnel", description = "The client's connection to its gateway")
@interface TunnelSettings {

    String PID = "com.softellect.vpn.tunnel";

    /** As operators know it. */
    String FILE = "etc/" + PID + ".cfg";

    @AttributeDefinition(description = "The file that the profile in use is kept in; a relative path starts at the folder etc")
    String profile() default "vpn/profile.vpnprofile";

    @AttributeDefinition(description = "The file with this client's own key, made when vpn:identity first asks for it; a relative path starts at"
            + " the folder etc")
    String clientKey() default "vpn/client.key";

    @AttributeDefinition(description = "The folder that profiles are dropped into: each is taken from there and used at once; a relative path starts"
            + " at Karaf's base folder; empty: no such folder")
    String connectFolder() default "connect";

    @AttributeDefinition(description = "The kind of TUN adapter: auto (what this machine has), linux, wintun, or memory (for tests)")
    String adapterType() default "auto";

    @AttributeDefinition(description = "The network interface's name, 1 to 15 characters of A-Z a-z 0-9 . _ -")
    String adapterName() default "vpnc0";

    @AttributeDefinition(description = "Whether TCP passes the adapter and the tunnel in packets of up to 64 KB, where adapter and gateway can do that")
    boolean offload() default true;

    @AttributeDefinition(description = "Whether to connect without being told to, when the bundle starts and when this file changes")
    boolean autoConnect() default false;

    @AttributeDefinition(description = "The most receivePackets calls in flight while packets come, 1 to 16: as many of them as the round trip needs; the gateway may allow"
            + " fewer")
    int maxPolls() default 48;

    @AttributeDefinition(description = "The most sendPackets calls in flight, 1 to 16: as many of them as the round trip needs; the gateway may allow fewer")
    int maxSends() default 8;

    @AttributeDefinition(description = "The most packets that wait to be sent, 1 to 100000; one more, and the oldest of the flow with the most bytes is dropped")
    int queuePackets() default 1024;

    @AttributeDefinition(description = "The most bytes that wait to be sent, 65535 to 1073741824; for what goes beyond the oldest of the flow with"
            + " the most bytes is dropped")
    int queueBytes() default 4_194_304;

    @AttributeDefinition(description = "How many flows are told apart in the queue, 1 to 65536; small ones come before large ones")
    int queueFlows() default 256;

    @AttributeDefinition(description = "How long a packet may wait to be sent, in milliseconds, 1 to 10000; a flow whose packets wait longer for an"
            + " interval on end is slowed down by marks or losses")
    int queueTargetMillis() default 5;

    @AttributeDefinition(description = "How long the wait must have been above the target, in milliseconds, 1 to 60000: the longest usual round trip")
    int queueIntervalMillis() default 100;

    @AttributeDefinition(description = "How long to wait for a TCP connection to the gateway, in milliseconds, 100 to 60000")
    int connectTimeoutMillis() default 5000;

    @AttributeDefinition(description = "How long a call may take before the connection counts as lost, in milliseconds, 1000 to 120000;"
            + " a poll of an idle tunnel takes 250")
    int callTimeoutMillis() default 10_000;

    @AttributeDefinition(description = "Whether a gateway may also be spoken to in TLS 1.2, for those that have no TLS 1.3")
    boolean tls12() default false;

    @AttributeDefinition(description = "The HTTP proxy that connections to the gateway go through, as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT;"
            + " empty: none")
    String proxy() default "";
}
