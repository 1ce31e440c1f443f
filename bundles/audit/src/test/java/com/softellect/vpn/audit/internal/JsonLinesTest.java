package com.softellect.vpn.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.jr.ob.JSON;
import com.softellect.vpn.api.audit.AuditLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final List<String> lines = new ArrayList<>();
    private final AuditLog log = new JsonLines(InstantSource.fixed(NOW), lines::add);

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    @Test
    void anEventIsOneLineWithItsFieldsInOrder() {
        log.record("authentication.refused", fields("client", "alice", "from", "192.0.2.1", "reason", "REFUSED", "suppressed", 17L, "known", true));
        assertThat(lines).containsExactly("{\"time\":\"2026-11-22T12:00:00.000Z\",\"event\":\"authentication.refused\",\"client\":\"alice\","
                + "\"from\":\"192.0.2.1\",\"reason\":\"REFUSED\",\"suppressed\":17,\"known\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\u0000b", "a\u001b[2Jb", "a\u0085b", "a\u2028b", "a\u202eb", "\"},{\"event\":\"client.added", "a\\", "ü",
            "😀", "a\ud83d", "{} %m ${sys:user.home} ${jndi:ldap://127.0.0.1/a}"})
    void textOfStrangersCanNeitherEndTheLineNorPassForSomethingElse(String text) throws Exception {
        log.record("authentication.refused", fields("client", text));
        assertThat(lines).singleElement().asString().matches("[\\x20-\\x7e]+");
        assertThat(JSON.std.mapFrom(lines.get(0))).containsEntry("client", text).containsEntry("event", "authentication.refused").hasSize(3);
    }

    @Test
    void textIsCut() throws Exception {
        log.record("authentication.refused", fields("client", "x".repeat(257), "from", "x".repeat(255) + "😀", "exact", "x".repeat(254) + "😀"));
        assertThat(JSON.std.mapFrom(lines.get(0))).containsEntry("client", "x".repeat(256)).containsEntry("from", "x".repeat(255))
                .containsEntry("exact", "x".repeat(254) + "😀");
    }

    @Test
    void timeAndEventAreTheLogsOwn() throws Exception {
        log.record("a.b", fields("time", "yesterday", "event", "c.d", "client", "alice"));
        assertThat(JSON.std.mapFrom(lines.get(0))).containsEntry("time", "2026-11-22T12:00:00.000Z").containsEntry("event", "a.b");
    }

    @Test
    void whatIsNoTextNumberOrTruthIsWrittenAsText() throws Exception {
        log.record("a.b", fields("at", NOW, "list", List.of("x\ny"), "none", null));
        assertThat(lines).singleElement().asString().contains("\"at\":\"2026-11-22T12:00:00Z\"", "\"list\":\"[x\\ny]\"");
    }

    @Test
    void anErrorOfTheLogIsNobodysProblem() {
        AuditLog broken = new JsonLines(InstantSource.fixed(NOW), line -> {
            throw new IllegalStateException("No space left on device");
        });
        assertThatCode(() -> broken.record("a.b", Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> log.record("a.b", Collections.singletonMap(null, new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        }))).doesNotThrowAnyException();
    }
}
