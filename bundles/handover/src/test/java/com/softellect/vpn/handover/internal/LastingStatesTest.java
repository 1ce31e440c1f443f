package com.softellect.vpn.handover.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.handover.HandoverState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastingStatesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    private Path folder;

    private LastingStates at(Instant time) {
        return new LastingStates(folder.resolve("lasting"), InstantSource.fixed(time));
    }

    private static HandoverState state(Map<String, Object> lasting) {
        return new HandoverState(7, lasting, Map.of("queue", List.of(new byte[] {1})), null);
    }

    @Test
    void whatLastsIsThereAgainAndWhatPassesIsNot() throws Exception {
        Map<String, Object> lasting = Map.of("text", "ä", "bytes", new byte[] {1, -2}, "long", Long.MIN_VALUE, "int", 5, "truth", true, "moment", NOW,
                "list", List.of("a", Map.of("b", 2L)));
        at(NOW).save(Map.of("registry", List.of(state(lasting)), "interop/vpn0", List.of(state(Map.of()))));
        Map<String, List<HandoverState>> read = at(NOW.plusSeconds(9)).takeSaved();
        assertThat(read).containsOnlyKeys("registry");
        assertThat(read.get("registry").get(0).version()).isEqualTo(7);
        assertThat(read.get("registry").get(0).passing()).isEmpty();
        assertThat(read.get("registry").get(0).lasting()).usingRecursiveComparison().isEqualTo(lasting);
    }

    @Test
    void allLayoutsLast() throws Exception {
        at(NOW).save(Map.of("registry", List.of(state(Map.of("a", 1)), new HandoverState(6, Map.of("b", 2), Map.of(), null))));
        List<HandoverState> read = at(NOW).takeSaved().get("registry");
        assertThat(read).extracting(HandoverState::version).containsExactly(7, 6);
        assertThat(read.get(1).lasting()).containsEntry("b", 2);
    }

    @Test
    void itIsUsedOnce() throws Exception {
        at(NOW).save(Map.of("registry", List.of(state(Map.of("a", 1)))));
        assertThat(at(NOW).takeSaved()).hasSize(1);
        assertThat(at(NOW).takeSaved()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void onlyItsOwnerReadsIt() throws Exception {
        at(NOW).save(Map.of("registry", List.of(state(Map.of("a", 1)))));
        assertThat(Files.getPosixFilePermissions(folder.resolve("lasting"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatIsOldOrFromTheFutureIsOfNoUseAndGone() throws Exception {
        for (Duration off : List.of(LastingStates.MOST_AGE.plusMillis(1), Duration.ofSeconds(-1))) {
            at(NOW).save(Map.of("registry", List.of(state(Map.of("a", 1)))));
            assertThat(at(NOW.plus(off)).takeSaved()).isEmpty();
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void whatCantBeReadIsOfNoUseAndGone() throws Exception {
        at(NOW).save(Map.of("registry", List.of(state(Map.of("a", 1)))));
        byte[] whole = Files.readAllBytes(folder.resolve("lasting"));
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(folder.resolve("lasting"), Arrays.copyOf(whole, length));
            assertThat(at(NOW).takeSaved()).as("%s bytes", length).isEmpty();
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void whatDoesNotOutliveAProcessIsNotSaved() {
        assertThatThrownBy(() -> at(NOW).save(Map.of("registry", List.of(state(Map.of("a", new Thread())))))).isInstanceOf(IllegalArgumentException.class);
    }
}
