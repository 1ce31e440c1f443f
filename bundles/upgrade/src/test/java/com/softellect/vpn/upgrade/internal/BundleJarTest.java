package com.softellect.vpn.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class BundleJarTest {

    @TempDir
    private Path folder;

    private static BundleJar jar(String takes, String leaves) throws Exception {
        return BundleJar.of(Jars.bundle("registry", "1.2.3", Map.of("VPN-Handover-Takes", takes, "VPN-Handover-Leaves", leaves)));
    }

    @Test
    void itKnowsItsLayerAndVersion() throws Exception {
        BundleJar jar = jar("1", "1");
        assertThat(jar.layer()).isEqualTo("registry");
        assertThat(jar.version()).isEqualTo(new Version(1, 2, 3));
    }

    @Test
    void aVersionTakesWhatAnotherOneLeavesIfItKnowsTheLayout() throws Exception {
        assertThat(jar("1, 2", "2").takes(jar("1", "1"))).isTrue();
        assertThat(jar("1", "1").takes(jar("1, 2", "2"))).isFalse();
        assertThat(jar("2", "2").takes(jar("1", "1"))).isFalse();
        assertThat(jar("1", "1").takes(jar("1, 2", "2, 1"))).as("one of the layouts is enough").isTrue();
    }

    @Test
    void whereThereIsNoStateEveryoneTakesIt() throws Exception {
        BundleJar without = BundleJar.of(Jars.bundle("audit", "1.0.0", Map.of()));
        assertThat(without.takes(without)).isTrue();
        assertThat(jar("1", "1").takes(without)).isTrue();
        assertThat(without.takes(jar("1", "1"))).as("it would let the state go").isFalse();
    }

    @Test
    void theVersionsBeforeAreThereAgainAndOnlyTheLast() throws Exception {
        VersionsBefore before = new VersionsBefore(folder.resolve("before"));
        assertThat(before.all()).isEmpty();
        before.keep(List.of(jar("1", "1"), BundleJar.of(Jars.bundle("router", "1.0.0", Map.of()))));
        assertThat(new VersionsBefore(folder.resolve("before")).all()).containsOnlyKeys("registry", "router");
        before.keep(List.of(jar("1", "1")));
        assertThat(before.all()).containsOnlyKeys("registry");
    }

    @Test
    void theRootCauseIsSaidInItsOwnWords() {
        assertThat(Components.rootCause("java.lang.IllegalStateException: outer\n\tat a.B\nCaused by: java.io.IOException: the disk is full\n\tat c.D"))
                .isEqualTo("the disk is full");
        assertThat(Components.rootCause("java.lang.NullPointerException\n\tat a.B")).isEqualTo("NullPointerException");
    }
}
