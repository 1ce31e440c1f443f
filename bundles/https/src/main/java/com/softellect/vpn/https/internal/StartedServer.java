package com.softellect.vpn.https.internal;

import org.eclipse.jetty.server.Server;

/**
 * A service inside this bundle, for as long as Pax Web's server runs.
 *
 * @param jetty the server
 */
public record StartedServer(Server jetty) {
}
