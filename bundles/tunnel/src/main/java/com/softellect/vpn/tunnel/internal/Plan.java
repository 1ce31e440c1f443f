package com.softellect.vpn.tunnel.internal;

/**
 * What a tunnel runs with, from {@code connect} to its end. Immutable.
 *
 * @param settings how
 * @param identity as whom, and where to
 */
record Plan(ConnectionSettings settings, Identity identity) {
}
