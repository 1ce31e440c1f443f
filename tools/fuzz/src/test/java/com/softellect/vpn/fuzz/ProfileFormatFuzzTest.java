package com.softellect.vpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.credential.ProfileFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a profile: read, or refused by an IllegalArgumentException that tells no secret. Whatever profile there can be is written and read
 * back the same.
 */
class ProfileFormatFuzzTest {

    private static final String PIN = "sha256/" + "A".repeat(43) + "=";

    /** The key of RFC 8032, section 7.1, test 1: everybody's secret. */
    private static final String PUBLIC_KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private static final String SECRET = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    private static final Pattern PRIVATE_KEY = Pattern.compile("\"privateKey\"\\s*:\\s*\"([^\"]*)");

    /** So many characters of a secret in a row are a leak, and no coincidence. */
    private static final int LEAK = 12;

    private static final Profile FULL = new Profile("alice", List.of("https://vpn.example.org:8443/cxf/vpn", "https://[2001:db8::7]/cxf/vpn"),
            List.of(PIN), PUBLIC_KEY, Base64.getDecoder().decode(SECRET), "10.66.77.2", Instant.parse("2027-01-31T00:00:00Z"), true);
    private static final Profile LEAST = new Profile("b", List.of("https://vpn/"), List.of(PIN), PUBLIC_KEY, null, null, null, false);

    static Stream<byte[]> realProfiles() {
        String full = new String(ProfileFormat.write(FULL), StandardCharsets.US_ASCII);
        return Stream.of(ProfileFormat.write(FULL), ProfileFormat.write(LEAST), full.replaceAll("\\s", "").getBytes(StandardCharsets.US_ASCII),
                full.getBytes(StandardCharsets.UTF_16BE), full.getBytes(StandardCharsets.UTF_16LE));
    }

    @DictionaryEntries({"\"format\"", "\"softellect-vpn-profile\"", "\"version\"", "\"client\"", "\"gateways\"", "\"pins\"", "\"publicKey\"",
        "\"privateKey\"", "\"address\"", "\"expires\"", "\"clientToClient\"", "\"later\"", "null", "true", "false", "1e400", "-1", "12345678901234567890",
        "\\u0000", "\\ud800", "\\\"", "{}", "[]", "[[", ":", ",", "sha256/", "https://", "https://[::1]", "@", "%41", "+1000000000-12-31T23:59:59Z",
        "\u00e9", "\ufeff"})
    @MethodSource("realProfiles")
    @FuzzTest(maxDuration = "")
    void anyBytes(byte[] file) {
        Profile profile;
        try {
            profile = ProfileFormat.read(file.clone());
        } catch (IllegalArgumentException e) {
            assertTellsNoSecret(e, new String(file, StandardCharsets.ISO_8859_1));
            return;
        }
        assertReadBackTheSame(profile);
    }

    /** Unless the secret stands elsewhere in the file too. */
    private static void assertTellsNoSecret(IllegalArgumentException e, String file) {
        Matcher matcher = PRIVATE_KEY.matcher(file);
        String secret = matcher.find() ? matcher.group(1) : "";
        String told = e.toString() + e.getCause();
        for (int at = 0; at + LEAK <= secret.length(); at++) {
            String part = secret.substring(at, at + LEAK);
            if (SECRET.contains(part) && file.indexOf(part) == file.lastIndexOf(part)) {
                assertThat(told).doesNotContain(part);
            }
        }
    }

    @FuzzTest(maxDuration = "")
    void anyParts(FuzzedDataProvider data) {
        Profile profile;
        try {
            profile = new Profile(text(data, FULL.clientId()), texts(data, FULL.gateways()), texts(data, FULL.pins()), text(data, PUBLIC_KEY),
                    secret(data), text(data, FULL.address()), instant(data), data.consumeBoolean());
        } catch (IllegalArgumentException e) {
            return;
        }
        assertReadBackTheSame(profile);
    }

    private static String text(FuzzedDataProvider data, String usual) {
        return switch (data.consumeInt(0, 3)) {
            case 0 -> usual;
            case 1 -> null;
            case 2 -> usual + data.consumeString(2000);
            default -> data.consumeString(2000);
        };
    }

    private static List<String> texts(FuzzedDataProvider data, List<String> usual) {
        List<String> texts = new ArrayList<>();
        for (int i = data.consumeInt(0, 20); i > 0; i--) {
            texts.add(text(data, usual.get(0)));
        }
        return texts.isEmpty() ? usual : texts;
    }

    private static byte[] secret(FuzzedDataProvider data) {
        return data.consumeBoolean() ? data.consumeBytes(data.consumeInt(0, 40)) : null;
    }

    private static Instant instant(FuzzedDataProvider data) {
        return data.consumeBoolean() ? Instant.ofEpochSecond(data.consumeLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                data.consumeInt(0, 999_999_999)) : null;
    }

    private static void assertReadBackTheSame(Profile profile) {
        byte[] written = ProfileFormat.write(profile);
        Profile read = ProfileFormat.read(written);
        assertThat(parts(read)).isEqualTo(parts(profile));
        assertThat(read.privateKey()).isEqualTo(profile.privateKey());
        assertThat(ProfileFormat.write(read)).isEqualTo(written);
    }

    private static List<Object> parts(Profile profile) {
        return Arrays.asList(profile.clientId(), profile.gateways(), profile.pins(), profile.publicKey(), profile.address(), profile.expires(),
                profile.clientToClient());
    }
}
