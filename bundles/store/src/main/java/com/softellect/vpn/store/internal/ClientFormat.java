package com.softellect.vpn.store.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Rule;
import com.softellect.vpn.credential.PublicKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
    private static final JSON PRETTY = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private ClientFormat() {
    }

    static byte[] write(Client client) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("version", VERSION);
        fields.put("client", client.id());
        fields.put("publicKey", client.publicKey());
        fields.put("address", Ipv4Network.format(client.address()));
        fields.put("enabled", client.enabled());
        if (client.expires() != null) {
            fields.put("expires", client.expires().toString());
        }
        fields.put("clientToClient", client.clientToClient());
        if (client.policy().allowed() != null) {
            fields.put("allow", client.policy().allowed().stream().map(Rule::toString).toList());
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
        Fields fields = new Fields(parse(file));
        check(FORMAT.equals(fields.text("format")), "its format is not '" + FORMAT + "'");
        long version = fields.number("version");
        check(version == VERSION, "its version is " + version + ", and this gateway knows " + VERSION + ": a newer gateway wrote it");
        long revision = fields.number("revision");
        check(revision >= 1, "its revision is below 1");
        Client client = new Client(fields.text("client"), PublicKeys.text(PublicKeys.parse(fields.text("publicKey"))),
                Ipv4Network.parseAddress(fields.text("address")), fields.truth("enabled"),
                fields.has("expires") ? fields.instant("expires") : null, fields.truth("clientToClient"), policy(fields), fields.instant("created"),
                revision);
        fields.checkAllRead();
        return client;
    }

    /** Files of gateways that knew no policies have nothing of it: what they let clients do they may still do. */
    private static Policy policy(Fields fields) {
        return new Policy(fields.has("allow") ? fields.texts("allow").stream().map(Rule::parse).toList() : null);
    }

    private static Map<String, Object> parse(byte[] file) {
        try (JsonParser json = JSON.std.createParser(file)) {
            Map<String, Object> fields = JSON.std.mapFrom(json);
            check(json.nextToken() == null, "there is something after its end");
            return fields;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no whole JSON object: " + mistake(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no text in UTF-8: " + e.getMessage(), e);
        }
    }

    private static String mistake(JsonProcessingException e) {
        String what = e.getOriginalMessage().split(" \\(", 2)[0]; // the rest is about the parser
        return e.getLocation() == null ? what : what + " in line " + e.getLocation().getLineNr();
    }

    private static void check(boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** The fields of one object, each to be read once. */
    private static final class Fields {

        private final Map<String, Object> left;

        Fields(Map<String, Object> all) {
            this.left = new HashMap<>(all);
        }

        boolean has(String name) {
            return left.containsKey(name);
        }

        String text(String name) {
            return take(name, String.class, "a text");
        }

        List<String> texts(String name) {
            List<?> all = take(name, List.class, "a list of texts");
            check(all.stream().allMatch(String.class::isInstance), name + " is not a list of texts");
            return all.stream().map(String.class::cast).toList();
        }

        boolean truth(String name) {
            return take(name, Boolean.class, "true or false");
        }

        long number(String name) {
            Number number = take(name, Number.class, "a whole number");
            check(number instanceof Integer || number instanceof Long, name + " is not a whole number");
            return number.longValue();
        }

        Instant instant(String name) {
            try {
                return Instant.parse(text(name));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(name + " is no time like 2027-01-31T00:00:00Z", e);
            }
        }

        private <T> T take(String name, Class<T> type, String kind) {
            check(has(name), name + " is missing");
            Object value = left.remove(name);
            check(type.isInstance(value), name + " is not " + kind);
            return type.cast(value);
        }

        void checkAllRead() {
            check(left.isEmpty(), "it has keys that this gateway does not know: " + left.keySet());
        }
    }
}
