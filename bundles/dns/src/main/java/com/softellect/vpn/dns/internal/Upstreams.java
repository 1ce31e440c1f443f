package com.softellect.vpn.dns.internal;

import com.softellect.vpn.api.dns.DnsUpstream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The servers that are asked, in the order of their health. Belongs to the loop, but for {@link #status}. */
final class Upstreams {

    private final Supplier<List<InetSocketAddress>> addresses;
    private Map<InetSocketAddress, Upstream> known = new LinkedHashMap<>();

    /** Written by the loop, read by any thread. */
    private volatile List<Upstream> latest = List.of();

    /** @param addresses asked each time, they may change */
    Upstreams(Supplier<List<InetSocketAddress>> addresses) {
        this.addresses = addresses;
    }

    /** Those that answer, as the settings name them; then the others, those first that are tried again first. */
    List<Upstream> inOrder() {
        List<InetSocketAddress> wanted = addresses.get();
        if (!List.copyOf(known.keySet()).equals(wanted)) {
            Map<InetSocketAddress, Upstream> before = known;
            known = new LinkedHashMap<>();
            wanted.forEach(address -> known.put(address, before.getOrDefault(address, new Upstream(address))));
        }
        List<Upstream> order = new ArrayList<>(known.values());
        order.sort(Comparator.comparing((Upstream one) -> !one.isWell()).thenComparingLong(one -> one.isWell() ? 0 : one.pausedUntil()));
        latest = List.copyOf(order);
        return latest;
    }

    /** Any thread. */
    List<DnsUpstream> status() {
        return latest.stream().map(Upstream::status).toList();
    }
}
