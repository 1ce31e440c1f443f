package com.softellect.vpn.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileFormatTest {

    private static final String PIN = "sha256/" + "A".repeat(43) + "=";

    private final ClientKey key = ClientKey.generate();
    private final Profile full = new Profile("alice", List.of("https://vpn.example.org:8443/cxf/vpn", "https://192.0.2.7:8443/cxf/vpn"), List.of(PIN),
            key.publicKey(), key.secret(), "10.66.77.2", Instant.parse("2027-01-31T00:00:00Z"), true);

    private static String text(Profile profile) {
        return new String(ProfileFormat.write(profile), StandardCharsets.UTF_8);
    }

    private static Profile read(String text) {
        return ProfileFormat.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        assertThat(ProfileFormat.read(ProfileFormat.write(full))).usingRecursiveComparison().isEqualTo(full);
        Profile least = new Profile("b", List.of("https://[2001:db8::7]/cxf/vpn"), List.of(PIN), key.publicKey(), null, null, null, false);
        assertThat(ProfileFormat.read(ProfileFormat.write(least))).usingRecursiveComparison().isEqualTo(least);
        assertThat(text(least)).doesNotContain("privateKey");
    }

    @Test
    void theCompactFormIsOneLineOfTheSame() {
        byte[] compact = ProfileFormat.writeCompact(full);
        assertThat(ProfileFormat.read(compact)).usingRecursiveComparison().isEqualTo(full);
        assertThat(new String(compact, StandardCharsets.UTF_8).strip()).doesNotContain(" ", "\n");
    }

    @Test
    void whatANewerGatewayAddsIsIgnored() {
        assertThat(read(text(full).replace("\"clientToClient\"", "\"later\" : {\"a\" : [1, {}]}, \"clientToClient\"")).clientId()).isEqualTo("alice");
    }

    @Test
    void anotherVersionIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> read(text(full).replace("\"version\" : 1", "\"version\" : 2"))).hasMessageContaining("update");
    }

    @Test
    void eachMistakeIsNamed() {
        String good = text(full);
        String[][] mistakes = {
            {"", "{"}, {"[]", "{"}, {"{", "no JSON"}, {"{}", "format"}, {good + "x", "no JSON"}, {good + "{}", "after its end"},
            {good.replace("softellect-vpn-profile", "else"), "format"}, {good.replace("\"alice\"", "\"-\""), "client id"},
            {good.replace("\"alice\"", "7"), "client is not a text"}, {good.replace("https://vpn", "http://vpn"), "URL like https://"},
            {good.replace("https://vpn.example.org", "https://user@vpn.example.org"), "URL like"}, {good.replace(PIN, "sha256/AAAA"), "pin"},
            {good.replace("2027-01-31", "tomorrow"), "expires"}, {good.replace("\"clientToClient\" : true", "\"clientToClient\" : 1"), "neither true"},
            {good.replace("\"client\"", "\"clientele\""), "client id"}, {good.replace("\"pins\"", "\"pinned\""), "pin"},
            {good.replace("\"format\"", "\"client\" : \"bob\", \"format\""), "no JSON"}};
        for (String[] mistake : mistakes) {
            assertThatThrownBy(() -> read(mistake[0])).as(mistake[0]).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(mistake[1]).hasMessageContaining("vpn:client-add");
        }
    }

    @Test
    void aFileInNoKnownEncodingIsRefused() {
        byte[] neither = {0, 0, 0, '{', 0x7f, 0, 0, 0};
        assertThatThrownBy(() -> ProfileFormat.read(neither)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("UTF-8");
    }

    @Test
    void whatCouldNotBeWrittenAndReadAgainIsRefused() {
        String good = text(full);
        for (String broken : new String[] {good.replace("10.66.77.2", "\\ud800"), good.replace("10.66.77.2", "\\u0000".repeat(2000)),
            good.replace("/cxf/vpn", "/\\ud800"), good.replace("/cxf/vpn", "/é"), good.replace("/cxf/vpn", "/" + "x".repeat(512))}) {
            assertThatThrownBy(() -> read(broken)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("vpn:client-add");
        }
        List<String> unusable = Arrays.asList("https://vpn/", null);
        assertThatThrownBy(() -> new Profile("b", unusable, List.of(PIN), key.publicKey(), null, null, null, false))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("URL like");
    }

    @Test
    void theLargestProfileIsReadBack() {
        String url = "https://vpn/" + "x".repeat(500);
        Profile largest = new Profile("a".repeat(64), Collections.nCopies(16, url), Collections.nCopies(16, PIN), key.publicKey(), key.secret(),
                "10.66.77.2", Instant.MAX, true);
        assertThat(ProfileFormat.read(ProfileFormat.write(largest))).usingRecursiveComparison().isEqualTo(largest);
    }

    @Test
    void noErrorShowsThePrivateKey() {
        String secret = Base64.getEncoder().encodeToString(key.secret());
        String good = text(full);
        for (String broken : new String[] {good.replace(secret, secret.substring(1)), good.replace("\"" + secret, secret),
            good.replace("\"" + secret + "\"", "{\"" + secret + "\" : 1")}) {
            assertThatThrownBy(() -> read(broken)).isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(secret.substring(4, 20)));
        }
        assertThat(full.toString()).doesNotContain(secret);
    }

    @Test
    void deepAndLongTextsAreRefused() {
        assertThatThrownBy(() -> read("{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProfileFormat.read(new byte[ProfileFormat.MAX_BYTES + 1])).hasMessageContaining("16384");
        assertThatThrownBy(() -> read("{\"version\":" + "9".repeat(2000) + "}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyShortenedProfileIsRefused() {
        byte[] whole = text(full).strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ProfileFormat.read(part)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
