package com.softellect.vpn.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.upgrade.UpgradeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {

    private static final List<String> LAYERS = List.of("registry", "router");

    @TempDir
    private Path folder;

    private Sources sources() {
        return new Sources(folder, folder.resolve("system"));
    }

    private void inSystem(String layer, String version) throws IOException {
        Path place = folder.resolve("system/com/softellect/vpn").resolve(layer).resolve(version);
        Files.createDirectories(place);
        Files.write(place.resolve(layer + "-" + version + ".jar"), Jars.bundle(layer, version, Map.of()));
    }

    private String found(String source) throws UpgradeException {
        StringBuilder text = new StringBuilder();
        sources().find(LAYERS, source).values().stream().map(jar -> jar.layer() + " " + jar.version() + ";").sorted().forEach(text::append);
        return text.toString();
    }

    @Test
    void aJarByItsPathAndByItsUrl() throws Exception {
        Path jar = Files.write(folder.resolve("some.jar"), Jars.bundle("registry", "1.2.3", Map.of()));
        for (String source : List.of("some.jar", jar.toString(), jar.toUri().toString())) {
            assertThat(found(source)).as(source).isEqualTo("registry 1.2.3;");
        }
    }

    @Test
    void aFolderOfJarsAndAKarHaveThoseThatAreLayers() throws Exception {
        Path jars = Files.createDirectory(folder.resolve("jars"));
        Files.write(jars.resolve("1.jar"), Jars.bundle("registry", "1.2.3", Map.of()));
        Files.write(jars.resolve("2.jar"), Jars.bundle("router", "1.2.4", Map.of()));
        Files.write(jars.resolve("3.jar"), Jars.bundle("api", "1.2.5", Map.of()));
        Files.write(folder.resolve("some.kar"), Jars.jar(new Manifest(), Map.of("repository/x/1.jar", Jars.bundle("registry", "1.2.3", Map.of()),
                "repository/x/2.jar", Jars.bundle("router", "1.2.4", Map.of()), "repository/x/features.xml", new byte[9])));
        assertThat(found("jars")).isEqualTo("registry 1.2.3;router 1.2.4;");
        assertThat(found("some.kar")).isEqualTo("registry 1.2.3;router 1.2.4;");
    }

    @Test
    void aVersionOfKarafsOwnRepositoryOrTheNewestThere() throws Exception {
        for (String version : List.of("1.0.0", "1.0.10", "1.0.9")) {
            inSystem("registry", version);
        }
        inSystem("router", "1.0.0");
        assertThat(found("1.0.9")).isEqualTo("registry 1.0.9;");
        assertThat(found(null)).isEqualTo("registry 1.0.10;router 1.0.0;");
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> found("nothing.jar")).isInstanceOf(UpgradeException.class).hasMessageContaining("nothing.jar");
    }

    @Test
    void otherJarsAreNone() throws Exception {
        Files.write(folder.resolve("other.jar"), Jars.jar(new Manifest(), Map.of("a", new byte[1])));
        assertThat(found("other.jar")).isEmpty();
    }
}
