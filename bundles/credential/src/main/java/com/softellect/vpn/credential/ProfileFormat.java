package com.softellect.vpn.credential;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A profile as a file: one JSON object (RFC 8259), UTF-8. Keys that this version does not know are ignored, so that a newer gateway can add some;
 * another {@code version} is refused. Stateless.
 */
public final class ProfileFormat {

    /** The ending of a profile's file name. */
    public static final String ENDING = ".vpnprofile";

    /** The most bytes of a profile: some times what one with all its parts has. */
    public static final int MAX_BYTES = 16_384;

    private static final String FORMAT = "softellect-vpn-profile";
    private static final int VERSION = 1;
    private static final JsonFactory JSON = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private ProfileFormat() {
    }

    /** The file's bytes. They may hold a secret: the caller wipes them. */
    public static byte[] write(Profile profile) {
        return write(profile, new DefaultPrettyPrinter());
    }

    /** What {@link #write} gives, on one line without spaces: for where room is scarce. */
    public static byte[] writeCompact(Profile profile) {
        return write(profile, new MinimalPrettyPrinter());
    }

    private static byte[] write(Profile profile, PrettyPrinter layout) {
        WipedStream bytes = new WipedStream();
        try (JsonGenerator json = JSON.createGenerator(bytes).setPrettyPrinter(layout)) {
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeNumberField("version", VERSION);
            json.writeStringField("client", profile.clientId());
            writeArray(json, "gateways", profile.gateways());
            writeArray(json, "pins", profile.pins());
            json.writeStringField("publicKey", profile.publicKey());
            if (profile.privateKey() != null) {
                json.writeBinaryField("privateKey", profile.privateKey());
            }
            if (profile.address() != null) {
                json.writeStringField("address", profile.address());
            }
            if (profile.expires() != null) {
                json.writeStringField("expires", profile.expires().toString());
            }
            json.writeBooleanField("clientToClient", profile.clientToClient());
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory: never
        }
        return bytes.takeAll();
    }

    private static void writeArray(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /**
     * @param file the file's bytes; not kept
     * @throws IllegalArgumentException if this is no profile, or one of another version; the message says what is wrong, never what a secret is
     */
    public static Profile read(byte[] file) {
        if (file.length > MAX_BYTES) {
            throw notAProfile("it has " + file.length + " bytes, more than " + MAX_BYTES);
        }
        try (JsonParser json = JSON.createParser(file)) {
            return new Reader(json).read();
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw notAProfile("it is no JSON text: there is a mistake" + where); // without the text around it, which may be a secret
        } catch (IOException e) {
            throw notAProfile("it is not in UTF-8"); // read from memory, so nothing else can be wrong
        }
    }

    private static IllegalArgumentException notAProfile(String why) {
        return new IllegalArgumentException("this is no profile of a client: " + why + ". Have the gateway's operator issue one with vpn:client-add");
    }

    /** Reads one profile. */
    private static final class Reader {

        private final JsonParser json;
        private String format;
        private int version;
        private String client;
        private List<String> gateways;
        private List<String> pins;
        private String publicKey;
        private byte[] privateKey;
        private String address;
        private Instant expires;
        private boolean clientToClient;

        Reader(JsonParser json) {
            this.json = json;
        }

        Profile read() throws IOException {
            boolean done = false;
            try {
                expect(json.nextToken() == JsonToken.START_OBJECT, "it does not begin with {");
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    field(name);
                }
                expect(json.nextToken() == null, "there is something after its end");
                expect(FORMAT.equals(format), "its format is not '" + FORMAT + "'");
                expect(version == VERSION, "its version is " + version + ", and this client knows " + VERSION + ": update the older one");
                Profile profile = profile();
                done = true;
                return profile;
            } finally {
                if (!done && privateKey != null) {
                    Arrays.fill(privateKey, (byte) 0);
                }
            }
        }

        private Profile profile() {
            try {
                return new Profile(client, gateways, pins, publicKey, privateKey, address, expires, clientToClient);
            } catch (IllegalArgumentException e) {
                throw notAProfile(e.getMessage());
            }
        }

        private void field(String name) throws IOException {
            switch (name) {
                case "format" -> format = text(name);
                case "version" -> version = number(name);
                case "client" -> client = text(name);
                case "gateways" -> gateways = texts(name);
                case "pins" -> pins = texts(name);
                case "publicKey" -> publicKey = text(name);
                case "privateKey" -> privateKey = binary(name);
                case "address" -> address = text(name);
                case "expires" -> expires = instant(name);
                case "clientToClient" -> clientToClient = truth(name);
                default -> json.skipChildren();
            }
        }

        private String text(String name) throws IOException {
            expect(json.currentToken() == JsonToken.VALUE_STRING, name + " is not a text");
            return json.getText();
        }

        private int number(String name) throws IOException {
            expect(json.currentToken() == JsonToken.VALUE_NUMBER_INT, name + " is not a whole number");
            return json.getIntValue();
        }

        private boolean truth(String name) throws IOException {
            expect(json.currentToken().isBoolean(), name + " is neither true nor false");
            return json.getBooleanValue();
        }

        private byte[] binary(String name) throws IOException {
            expect(json.currentToken() == JsonToken.VALUE_STRING, name + " is not a text");
            return json.getBinaryValue();
        }

        private Instant instant(String name) throws IOException {
            try {
                return Instant.parse(text(name));
            } catch (DateTimeException e) {
                throw notAProfile(name + " is no time like 2027-01-31T00:00:00Z");
            }
        }

        private List<String> texts(String name) throws IOException {
            expect(json.currentToken() == JsonToken.START_ARRAY, name + " is not a list");
            List<String> texts = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                texts.add(text(name));
            }
            return texts;
        }

        private static void expect(boolean right, String problem) {
            if (!right) {
                throw notAProfile(problem);
            }
        }
    }

    /** Leaves no copy of what was written in its own buffer. */
    private static final class WipedStream extends ByteArrayOutputStream {

        WipedStream() {
            super(MAX_BYTES); // large enough never to be copied into a larger one
        }

        byte[] takeAll() {
            byte[] all = toByteArray();
            Arrays.fill(buf, (byte) 0);
            return all;
        }
    }
}
