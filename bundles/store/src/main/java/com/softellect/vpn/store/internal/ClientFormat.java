package com.softellect.vpn.store.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Quota;
import com.softellect.vpn.api.policy.Rule;
import com.softellect.vpn.credential.PublicKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A client as a file: one JSON object (RFC 8259), UTF-8, for people to read. Strict: a key that is mistyped would otherwise let somebody in
 * who may not, for example a client whose {@code expires} is not seen. Stateless.
 */
final class ClientFormat {

    /** The most bytes of a file: some times what one with all its parts and as many rules as there may be has. */
    static final int MAX_BYTES = 65_536;

    private static final String FORMAT = "softellect-vpn-client";
    private static final int VERSION = 1;

    /** Of a client that is lent an address when it connects. */
    private static final String DYNAMIC = "dynamic";
    private static final JSON PRETTY = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private ClientFormat() {
    }

    static byte[] write(Client client) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("version", VERSION);
        fields.put("client", client.id());
        fields.put("publicKey", client.publicKey());
        fields.put("address", client.hasOwnAddress() ? Ipv4Network.format(client.address()) : DYNAMIC);
        fields.put("enabled", client.enabled());
        if (client.expires() != null) {
            fields.put("expires", client.expires().toString());
        }
        fields.put("clientToClient", client.clientToClient());
        if (client.policy().allowed() != null) {
            fields.put("allow", client.policy().allowed().stream().map(Rule::toString).toList());
        }
        putLimit(fields, "limitUp", client.policy().upBitsPerSecond());
        putLimit(fields, "limitDown", client.policy().downBitsPerSecond());
        Quota quota = client.policy().quota();
        if (quota != null) {
            fields.put("quotaBytes", quota.bytes());
            fields.put("quotaPeriod", quota.period().toString());
        }
        fields.put("created", client.created().toString());
        fields.put("revision", client.revision());
        try {
            return PRETTY.asBytes(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory: never
        }
    }

    /** @throws IllegalArgumentException if this is no client; the message says what is wrong */
    static Client read(byte[] file) {
        Fields fields = Fields.of(file);
        Fields.check(FORMAT.equals(fields.text("format")), "its format is not '" + FORMAT + "'");
        long version = fields.number("version");
        Fields.check(version == VERSION, "its version is " + version + ", and this gateway knows " + VERSION + ": a newer gateway wrote it");
        long revision = fields.number("revision");
        Fields.check(revision >= 1, "its revision is below 1");
        Client client = new Client(fields.text("client"), PublicKeys.text(PublicKeys.parse(fields.text("publicKey"))),
                address(fields.text("address")), fields.truth("enabled"),
                fields.has("expires") ? fields.instant("expires") : null, fields.truth("clientToClient"), policy(fields), fields.instant("created"),
                revision);
        fields.checkAllRead();
        return client;
    }

    private static int address(String text) {
        return text.equals(DYNAMIC) ? Client.NO_ADDRESS : Ipv4Network.parseAddress(text);
    }

    /** Files of gateways that knew no policies have nothing of it: what they let clients do they may still do. */
    private static Policy policy(Fields fields) {
        return new Policy(fields.has("allow") ? fields.texts("allow").stream().map(Rule::parse).toList() : null, limit(fields, "limitUp"),
                limit(fields, "limitDown"), quota(fields));
    }

    private static Quota quota(Fields fields) {
        boolean there = fields.has("quotaBytes") || fields.has("quotaPeriod");
        return there ? new Quota(fields.number("quotaBytes"), Quota.Period.parse(fields.text("quotaPeriod"))) : null;
    }

    private static void putLimit(Map<String, Object> fields, String name, long bitsPerSecond) {
        if (bitsPerSecond != 0) {
            fields.put(name, bitsPerSecond);
        }
    }

    private static long limit(Fields fields, String name) {
        return fields.has(name) ? fields.number(name) : 0;
    }
}
