package com.softellect.vpn.api.session;

/**
 * What a session carried, as an operator sees it. "Up" is from the client to the gateway.
 *
 * @param packetsUp   packets that came from the client
 * @param bytesUp     their bytes
 * @param packetsDown packets that the client took
 * @param bytesDown   their bytes
 * @param dropped     packets for the client that were dropped from or before its queue
 */
public record SessionTraffic(long packetsUp, long bytesUp, long packetsDown, long bytesDown, long dropped) {
}
