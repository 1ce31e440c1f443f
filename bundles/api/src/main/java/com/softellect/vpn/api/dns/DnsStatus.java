package com.softellect.vpn.api.dns;

import java.util.List;

/**
 * @param address       where it answers or is to answer, as {@code 10.66.77.1:53}
 * @param answering     whether it does now
 * @param problem       why it does not, or why it can't answer well, in words; null if all is well or if it is switched off
 * @param cachedAnswers how many answers it keeps
 * @param cachedBytes   the memory that they take, in bytes
 * @param upstreams     whom it asks, in the order in which it would now
 */
public record DnsStatus(String address, boolean answering, String problem, int cachedAnswers, long cachedBytes, List<DnsUpstream> upstreams) {

    public DnsStatus {
        upstreams = List.copyOf(upstreams);
    }
}
