package com.softellect.vpn.api.dns;

/**
 * A server that the resolver asks.
 *
 * @param address  with its port, as {@code 192.0.2.53:53}
 * @param usable   false while it does not answer, and the others come before it
 * @param millis   how long its answers take, smoothed; -1 if it has not answered yet
 * @param answered the questions that it has answered
 * @param failed   the questions that it has not answered
 * @param problem  what was wrong the last time, in words; null if it answered
 */
public record DnsUpstream(String address, boolean usable, int millis, long answered, long failed, String problem) {
}
