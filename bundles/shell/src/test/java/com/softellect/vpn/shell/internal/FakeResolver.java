package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.dns.DnsResolver;
import com.softellect.vpn.api.dns.DnsStatus;
import com.softellect.vpn.api.dns.DnsUpstream;
import java.util.List;

/** A resolver that is as it is told. */
final class FakeResolver implements DnsResolver {

    DnsStatus status = new DnsStatus("10.66.77.1:53", true, null, 12, 3400, List.of(
            new DnsUpstream("192.0.2.53:53", true, 7, 100, 1, null),
            new DnsUpstream("192.0.2.54:53", false, -1, 0, 2, "no answer within 1500 ms")));
    boolean flushed;

    @Override
    public DnsStatus status() {
        return status;
    }

    @Override
    public int flush() {
        flushed = true;
        return status.cachedAnswers();
    }
}
