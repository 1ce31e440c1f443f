package com.softellect.vpn.datapath;

/**
 * What bounds a {@link PacketQueue}: in packets, in bytes, and in time. Immutable.
 *
 * @param maxPackets     at least 1
 * @param maxBytes       at least the longest packet
 * @param flows          how many flows are told apart, 1 or more; those beyond share
 * @param targetMillis   how long a packet may wait without anything being done about it, 1 or more
 * @param intervalMillis how long the wait must have been above the target before that is a standing queue and not a burst, 1 or more: the longest
 *                       round trip of the connections in it, roughly
 */
public record QueueLimits(int maxPackets, long maxBytes, int flows, int targetMillis, int intervalMillis) {
}
