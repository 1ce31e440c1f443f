package com.softellect.vpn.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.policy.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FileUsageStoreTest {

    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

    @TempDir
    Path folder;

    private FileUsageStore store() {
        return new FileUsageStore(folder, () -> Instant.parse("2026-12-05T00:00:00Z"));
    }

    @Test
    void whatIsAddedInOnePeriodAddsUp() throws Exception {
        assertThat(store().all()).isEmpty();
        store().add(List.of(new Usage("alice", DECEMBER, 5), new Usage("bob", DECEMBER, 7)));
        store().add(List.of(new Usage("alice", DECEMBER, 6)));
        assertThat(store().all()).containsExactlyInAnyOrder(new Usage("alice", DECEMBER, 11), new Usage("bob", DECEMBER, 7));
    }

    @Test
    void anotherPeriodBeginsAtNothingAndWhatIsLongOverIsForgotten() throws Exception {
        store().add(List.of(new Usage("alice", NOVEMBER, 5), new Usage("bob", NOVEMBER, 7), new Usage("carol", NOVEMBER.minusSeconds(864_000), 7)));
        store().add(List.of(new Usage("alice", DECEMBER, 6)));
        assertThat(store().all()).containsExactlyInAnyOrder(new Usage("alice", DECEMBER, 6), new Usage("bob", NOVEMBER, 7));
    }

    @Test
    void theFileIsNoClient() throws Exception {
        store().add(List.of(new Usage("alice", DECEMBER, 5)));
        assertThat(new FileClientStore(folder).all()).isEmpty();
    }

    @Test
    void manyClientsFit() throws Exception {
        List<Usage> many = IntStream.range(0, 65_000).mapToObj(i -> new Usage("client-with-a-long-name-" + i, DECEMBER, Long.MAX_VALUE / 2)).toList();
        store().add(many);
        assertThat(store().all()).hasSize(65_000);
    }

    /** The trap: a file that can't be read must not be overwritten as if nobody had used anything. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"format\":\"x\",\"version\":1,\"clients\":{}}", "{\"format\":\"softellect-vpn-usage\",\"version\":2,\"clients\":{}}",
        "{\"format\":\"softellect-vpn-usage\",\"version\":1,\"clients\":{\"a\":1}}",
        "{\"format\":\"softellect-vpn-usage\",\"version\":1,\"clients\":{\"a\":{\"since\":\"2026-12-01T00:00:00Z\",\"bytes\":-1}}}",
        "{\"format\":\"softellect-vpn-usage\",\"version\":1,\"clients\":{\"a\":{\"since\":\"2026-12-01T00:00:00Z\",\"bytes\":1,\"more\":1}}}",
        "{\"format\":\"softellect-vpn-usage\",\"version\":1,\"clients\":{},\"more\":1}"})
    void aFileWithAMistakeIsNamedAndKept(String content) throws Exception {
        Path file = folder.resolve("quota-usage");
        Files.writeString(file, content);
        assertThatThrownBy(() -> store().all()).isInstanceOf(IOException.class).hasMessageContaining("quota-usage").hasMessageContaining("remove it");
        assertThatThrownBy(() -> store().add(List.of(new Usage("alice", DECEMBER, 5)))).isInstanceOf(IOException.class);
        assertThat(file).hasContent(content);
    }
}
