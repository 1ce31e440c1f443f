package com.softellect.vpn.tunnel.internal;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;

/**
 * What the tunnel works with; tests give their own.
 *
 * @param connector makes ways to gateways
 * @param providers the kinds of TUN adapter
 * @param clock     dates states
 * @param random    evenly from 0 to 1; jitters pauses
 * @param software  what the gateway's operator sees of this client: name and version
 * @param etc       the folder of Karaf's configuration files
 * @param base      Karaf's folder
 * @param resolver  asks for hosts' addresses
 */
record Environment(GatewayConnector connector, AdapterProviders providers, InstantSource clock, DoubleSupplier random,
        String software, Path etc, Path base, HostAddresses.Resolver resolver) {

    /** With the system's own names. */
    Environment(GatewayConnector connector, AdapterProviders providers, InstantSource clock, DoubleSupplier random, String software, Path etc, Path base) {
        this(connector, providers, clock, random, software, etc, base, InetAddress::getAllByName);
    }
}
