package com.softellect.vpn.store.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import com.softellect.vpn.api.policy.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What clients have used of their quotas, as one file: a JSON object (RFC 8259), UTF-8. Strict. Stateless. */
final class UsageFormat {

    /** The most bytes of a file: some times what one has with as many clients as there can be. */
    static final int MAX_BYTES = 32 << 20;

    private static final String FORMAT = "softellect-vpn-usage";
    private static final int VERSION = 1;

    private UsageFormat() {
    }

    static byte[] write(Collection<Usage> all) {
        Map<String, Object> clients = new LinkedHashMap<>();
        all.forEach(usage -> clients.put(usage.clientId(), Map.of("since", usage.since().toString(), "bytes", usage.bytes())));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("version", VERSION);
        fields.put("clients", clients);
        try {
            return JSON.std.asBytes(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory: never
        }
    }

    /** @throws IllegalArgumentException if that is something else; the message says what is wrong */
    static List<Usage> read(byte[] file) {
        Fields fields = Fields.of(file);
        Fields.check(FORMAT.equals(fields.text("format")), "its format is not '" + FORMAT + "'");
        long version = fields.number("version");
        Fields.check(version == VERSION, "its version is " + version + ", and this gateway knows " + VERSION + ": a newer gateway wrote it");
        Fields clients = fields.object("clients");
        fields.checkAllRead();
        List<Usage> all = new ArrayList<>();
        for (String id : clients.names()) {
            Fields one = clients.object(id);
            all.add(new Usage(id, one.instant("since"), one.number("bytes")));
            one.checkAllRead();
        }
        return all;
    }
}
