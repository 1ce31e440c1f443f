package com.softellect.vpn.store.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import com.softellect.vpn.api.client.AddressLease;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which addresses are lent to whom, as one file: a JSON object (RFC 8259), UTF-8, one text {@code CLIENT ADDRESS UNTIL} per lease. Strict. Stateless. */
final class LeaseFormat {

    /** The most bytes of a file: some times what one has with as many clients as there can be. */
    static final int MAX_BYTES = 32 << 20;

    private static final String FORMAT = "softellect-vpn-leases";
    private static final int VERSION = 1;

    private LeaseFormat() {
    }

    static byte[] write(List<AddressLease> all) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("version", VERSION);
        fields.put("leases", all.stream().map(lease -> lease.clientId() + " " + Ipv4Network.format(lease.address()) + " " + lease.until()).toList());
        try {
            return JSON.std.asBytes(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory: never
        }
    }

    /** @throws IllegalArgumentException if that is something else; the message says what is wrong */
    static List<AddressLease> read(byte[] file) {
        Fields fields = Fields.of(file);
        Fields.check(FORMAT.equals(fields.text("format")), "its format is not '" + FORMAT + "'");
        long version = fields.number("version");
        Fields.check(version == VERSION, "its version is " + version + ", and this gateway knows " + VERSION + ": a newer gateway wrote it");
        List<AddressLease> all = fields.texts("leases").stream().map(LeaseFormat::lease).toList();
        fields.checkAllRead();
        return all;
    }

    private static AddressLease lease(String text) {
        String[] parts = text.split(" ");
        Fields.check(parts.length == 3, "'" + text + "' is no lease like 'alice 10.66.77.2 2027-01-31T00:00:00Z'");
        return new AddressLease(parts[0], Ipv4Network.parseAddress(parts[1]), Fields.instant("the end of a lease", parts[2]));
    }
}
