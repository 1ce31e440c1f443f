package com.softellect.vpn.tunnel.internal;

/**
 * A session that this client was granted, with what waits to be sent over it. It goes on from one connection to the next, as long as the gateway
 * knows it.
 */
record OpenSession(Terms terms, OutboundQueue queue) {
}
