package com.softellect.vpn.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.credential.ProfileFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuingCommandsTest {

    @TempDir
    Path base;

    private final FakeAdministration clients = new FakeAdministration();
    private FakeContext gateway;

    @BeforeEach
    void gateway() {
        gateway = new FakeContext().with(clients).at(base);
    }

    private static ClientAddCommand add(String client, String... options) {
        ClientAddCommand command = new ClientAddCommand();
        command.client = client;
        command.late = List.of(options);
        return command;
    }

    private static ClientRotateCommand rotate(String client, String... options) {
        ClientRotateCommand command = new ClientRotateCommand();
        command.client = client;
        command.late = List.of(options);
        return command;
    }

    private static Profile read(Path file) throws IOException {
        return ProfileFormat.read(Files.readAllBytes(file));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(base)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private String secret() {
        return Base64.getEncoder().encodeToString(clients.key.secret());
    }

    @Test
    void addWritesTheProfileForItsOwnerOnlyAndSaysWhatIsInIt() throws Exception {
        String printed = Printed.by(add("alice"), gateway);
        Path file = base.resolve("profiles/alice.vpnprofile");
        assertThat(read(file).clientId()).isEqualTo("alice");
        assertThat(read(file).privateKey()).isEqualTo(clients.key.secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent()))).isEqualTo("rwx------");
        assertThat(printed).contains("Added alice.", file.toString(), "the private key of alice", "https://vpn.example.org:8443/cxf/vpn",
                "10.66.77.2", "never", "no other clients", "Next: ", "vpn:connect FILE").doesNotContain(secret());
        assertThat(clients.told).containsExactly("add alice by local");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void addPassesOnWhatTheClientMayDo() throws Exception {
        Path file = base.resolve("elsewhere/a.vpnprofile");
        String printed = Printed.by(add("alice", "--address", "10.66.77.9", "--expires", "2099-01-31", "--client-to-client", "--profile",
                file.toString()), gateway);
        Profile profile = read(file);
        assertThat(profile.address()).isEqualTo("10.66.77.9");
        assertThat(profile.expires()).isEqualTo(Instant.parse("2099-01-31T00:00:00Z"));
        assertThat(profile.clientToClient()).isTrue();
        assertThat(printed).contains("2099-01-31T00:00:00Z", "and other clients");
    }

    @Test
    void withAPublicKeyTheProfileHoldsNoSecret() throws Exception {
        String printed = Printed.by(add("alice", "--public-key", FakeAdministration.PUBLIC_KEY, "--profile", "a.vpnprofile"), gateway);
        Profile profile = read(base.resolve("a.vpnprofile"));
        assertThat(profile.publicKey()).isEqualTo(FakeAdministration.PUBLIC_KEY);
        assertThat(profile.privateKey()).isNull();
        assertThat(printed).contains("no secret").doesNotContain("delete");
    }

    @Test
    void noFileIsEverReplacedAndThenNothingHappens() throws Exception {
        Path file = Files.createDirectories(base.resolve("profiles")).resolve("alice.vpnprofile");
        Files.writeString(file, "precious");
        for (IssuingCommand command : List.of(add("alice"), rotate("alice"))) {
            assertThatThrownBy(() -> Printed.by(command, gateway)).hasMessageStartingWith(file + " exists").hasMessageContaining("--profile");
        }
        assertThat(file).hasContent("precious");
        assertThat(clients.told).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenIsNoticedBeforeTheClientIsAdded() throws Exception {
        Files.writeString(base.resolve("profiles"), "a file where the folder should be");
        assertThatThrownBy(() -> Printed.by(add("alice"), gateway)).hasMessageContaining("can't be written").hasMessageEndingWith("Nothing was changed");
        assertThat(clients.told).isEmpty();
    }

    @Test
    void aClientWhoseProfileCannotBeWrittenIsRemovedAgain() throws Exception {
        clients.meanwhile = () -> replaceFolderByFile(base.resolve("profiles"));
        assertThatThrownBy(() -> Printed.by(add("alice"), gateway)).hasMessageContaining("profiles/alice.vpnprofile can't be written")
                .hasMessageEndingWith("The client was removed again");
        assertThat(clients.told).containsExactly("add alice by local", "remove alice by local");
    }

    @Test
    void aKeyThatIsLostIsReportedWithWhatToDo() {
        clients.meanwhile = () -> replaceFolderByFile(base.resolve("profiles"));
        assertThatThrownBy(() -> Printed.by(rotate("alice"), gateway)).hasMessageContaining("can't be written")
                .hasMessageContaining("run vpn:client-rotate again");
        assertThat(clients.told).containsExactly("rotate alice by local");
    }

    @Test
    void aClientThatIsRefusedLeavesNoFileBehind() throws Exception {
        clients.failure = new ClientException("there is a client alice already");
        assertThatThrownBy(() -> Printed.by(add("alice"), gateway)).hasMessage("there is a client alice already");
        assertThat(files()).isEmpty();
    }

    @Test
    void wrongOptionsChangeNothing() throws Exception {
        for (IssuingCommand command : List.of(add("alice", "--expires", "tomorrow"), add("alice", "--expiry", "30d"), add("alice", "bob"),
                add("alice", "--address"), add("../alice"), add("a/b"))) {
            assertThatThrownBy(() -> Printed.by(command, gateway)).isInstanceOf(Exception.class);
        }
        assertThat(clients.told).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void rotateWritesTheNewProfile() throws Exception {
        String printed = Printed.by(rotate("alice", "--profile", "new.vpnprofile"), gateway);
        assertThat(read(base.resolve("new.vpnprofile")).privateKey()).isEqualTo(clients.key.secret());
        assertThat(printed).contains("Gave alice another key", "refused from now on").doesNotContain(secret());
    }

    @Test
    void theQrCodeIsTheProfile() throws Exception {
        String printed = Printed.by(add("alice", "--qr"), gateway);
        assertThat(printed).contains("Added alice.", "characters wide", "Clear the screen");
        assertThat(ProfileFormat.read(QrReader.read(printed))).usingRecursiveComparison().isEqualTo(read(base.resolve("profiles/alice.vpnprofile")));
    }

    @Test
    void theQrCodeOfAClientWithItsOwnKeyHoldsNoSecret() throws Exception {
        String printed = Printed.by(add("alice", "--qr", "--public-key", FakeAdministration.PUBLIC_KEY), gateway);
        assertThat(ProfileFormat.read(QrReader.read(printed)).privateKey()).isNull();
        assertThat(printed).doesNotContain("Clear the screen");
    }

    private static void replaceFolderByFile(Path folder) {
        try {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
            Files.writeString(folder, "a file where the folder was");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
