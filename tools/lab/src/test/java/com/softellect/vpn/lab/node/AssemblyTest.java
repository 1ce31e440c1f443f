package com.softellect.vpn.lab.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblyTest {

    @TempDir
    Path temporary;

    @Test
    void anArchiveIsUnpackedOnceAndAnotherBuildTakesItsPlace() throws Exception {
        Path archive = archive(1_000);
        Assembly first = Assembly.unpack(archive, temporary.resolve("home"));
        Files.writeString(first.etc().resolve("mark"), "still there");

        assertThat(Assembly.unpack(archive, temporary.resolve("home"))).isEqualTo(first);
        assertThat(first.etc().resolve("mark")).exists();

        Files.setLastModifiedTime(archive, FileTime.fromMillis(2_000));
        Assembly second = Assembly.unpack(archive, temporary.resolve("home"));
        assertThat(second.etc().resolve("a.cfg")).hasContent("a");
        assertThat(first.home()).doesNotExist();
    }

    @Test
    void whoUnpacksAtTheSameTimeGetsTheSame() throws Exception {
        Path archive = archive(1_000);
        Path home = temporary.resolve("home");
        ExecutorService both = Executors.newFixedThreadPool(4);
        try {
            Callable<Assembly> unpack = () -> Assembly.unpack(archive, home);
            Set<Assembly> unpacked = new HashSet<>();
            for (Future<Assembly> each : both.invokeAll(Collections.nCopies(4, unpack))) {
                unpacked.add(each.get());
            }
            assertThat(unpacked).hasSize(1).allSatisfy(assembly -> assertThat(assembly.etc().resolve("a.cfg")).hasContent("a"));
        } finally {
            both.shutdownNow();
        }
    }

    @Test
    void versionsAreThoseOfWhatIsInIt() throws Exception {
        Files.createDirectories(temporary.resolve("system/com/softellect/vpn/endpoint/1.2.3"));
        Files.createDirectories(temporary.resolve("lib/boot"));
        Files.createFile(temporary.resolve("lib/boot/org.apache.karaf.main-4.4.10.jar"));
        Files.createFile(temporary.resolve("lib/boot/org.apache.karaf.jaas.boot-4.4.9.jar"));

        assertThat(new Assembly(temporary).productVersion()).isEqualTo("1.2.3");
        assertThat(new Assembly(temporary).karafVersion()).isEqualTo("4.4.10");
    }

    @Test
    void withoutAnArchiveItSaysHowToMakeOne() {
        assertThatThrownBy(() -> Assembly.unpack(temporary.resolve("none.tar.gz"), temporary))
                .isInstanceOf(LabException.class).hasMessageContaining("./vpn build");
    }

    @Test
    void aDamagedArchiveLeavesNothingBehind() throws Exception {
        Path archive = Files.writeString(temporary.resolve("damaged.tar.gz"), "this is no archive");
        Path home = temporary.resolve("home");

        assertThatThrownBy(() -> Assembly.unpack(archive, home)).isInstanceOf(LabException.class).hasMessageContaining("tar");
        assertThat(home).isEmptyDirectory();
    }

    private Path archive(long modified) throws Exception {
        Path etc = Files.createDirectories(temporary.resolve("vpn-1/etc"));
        Files.writeString(etc.resolve("a.cfg"), "a");
        Path archive = temporary.resolve("vpn.tar.gz");
        Command.of("tar", "-czf", archive.toString(), "-C", temporary.toString(), "vpn-1").require();
        Files.setLastModifiedTime(archive, FileTime.fromMillis(modified));
        return archive;
    }
}
