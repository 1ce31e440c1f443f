package com.softellect.vpn.store.internal;

import com.softellect.vpn.api.client.AddressLease;
import com.softellect.vpn.api.policy.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A process that keeps usage and leases, says after each step that it is done, and never ends by itself. */
final class KilledWriter {

    static final Instant MONTH = Instant.parse("2026-12-01T00:00:00Z");

    private KilledWriter() {
    }

    public static void main(String[] folder) throws IOException {
        FileUsageStore usage = new FileUsageStore(Path.of(folder[0]), () -> MONTH);
        FileLeaseStore leases = new FileLeaseStore(Path.of(folder[0]));
        List<AddressLease> lent = new ArrayList<>();
        while (true) {
            usage.add(List.of(new Usage("alice", MONTH, 1)));
            lent.add(new AddressLease("client-" + lent.size(), lent.size(), MONTH));
            leases.replace(lent);
            System.out.println(lent.size());
        }
    }
}
