package com.softellect.vpn.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    @TempDir
    Path folder;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void onlyTheOwnerCanReadTheFileAndTheFoldersThatWereMadeForIt() throws Exception {
        Path file = folder.resolve("a/b/secret");
        SecretFile.write(file, new byte[] {1});
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(file.getParent())).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
    }

    @Test
    void aFileThatOthersCouldReadIsReplacedByOneThatTheyCannot() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        SecretFile.write(file, new byte[] {1, 2});
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(SecretFile.read(file, 2)).containsExactly(1, 2);
    }

    @Test
    void nothingIsLeftBehindWhenItCanNotBeWritten() throws Exception {
        Path file = folder.resolve("secret");
        Files.createDirectories(file.resolve("in the way"));
        assertThatThrownBy(() -> SecretFile.write(file, new byte[] {1})).isInstanceOf(IOException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aFileThatIsTooLongIsNotRead() throws Exception {
        Path file = folder.resolve("long");
        SecretFile.write(file, new byte[3]);
        assertThatThrownBy(() -> SecretFile.read(file, 2)).hasMessageContaining("longer than 2");
        SecretFile.delete(file);
        SecretFile.delete(file);
        assertThat(file).doesNotExist();
    }
}
