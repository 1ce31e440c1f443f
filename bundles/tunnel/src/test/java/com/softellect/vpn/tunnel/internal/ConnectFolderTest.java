package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.tunnel.Tunnel;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.ProfileFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The folder that profiles are dropped into, with a tunnel that notes what it gets. */
@Timeout(60)
class ConnectFolderTest {

    /** Takes what is a profile, like the real one. */
    private final class NotingTunnel implements Tunnel {

        private final BlockingQueue<byte[]> used = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> connects = new LinkedBlockingQueue<>();

        /** Published by the test's thread before it drops a file. */
        private volatile IOException cannotKeep;

        @Override
        public void useProfile(byte[] profile) throws IOException {
            if (cannotKeep != null) {
                throw cannotKeep;
            }
            ProfileFormat.read(profile);
            used.add(profile.clone());
        }

        @Override
        public String publicKey() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<TunnelStatus> connect() {
            try (Stream<Path> files = Files.list(folder)) {
                connects.add(files.map(file -> file.getFileName().toString()).sorted().toList().toString());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void disconnect() {
            throw new UnsupportedOperationException();
        }

        @Override
        public TunnelStatus status() {
            throw new UnsupportedOperationException();
        }
    }

    @TempDir
    private Path base;

    private Path folder;
    private final NotingTunnel tunnel = new NotingTunnel();
    private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();
    private ConnectFolder watched;

    @BeforeEach
    void name() {
        folder = base.resolve("connect");
    }

    @AfterEach
    void end() {
        if (watched != null) {
            watched.close();
        }
    }

    /** Watches, and returns when the folder is there and its first look at it is over. */
    private void watch() throws Exception {
        watched = new ConnectFolder(folder, tunnel, problems::add);
        while (!Files.isDirectory(folder)) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private Path drop(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    /** The next but those of a file that was seen while it was written. */
    private String nextProblem() throws InterruptedException {
        String problem = FakeGateway.next(problems);
        while (problem.contains("not complete yet")) {
            problem = FakeGateway.next(problems);
        }
        return problem;
    }

    private void awaitGone(Path file) throws InterruptedException {
        while (Files.exists(file)) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aProfileThatIsDroppedIsUsedAndDeletedAndThenTheTunnelConnects() throws Exception {
        watch();
        Path file = drop("alice.vpnprofile", Profiles.alice());
        assertThat(FakeGateway.next(tunnel.used)).isEqualTo(Profiles.alice());
        assertThat(FakeGateway.next(tunnel.connects)).as("what is left in the folder then").isEqualTo("[]");
        assertThat(file).doesNotExist();
    }

    @Test
    void aProfileThatIsThereAtTheStartIsUsedToo() throws Exception {
        Files.createDirectories(folder);
        drop("alice.vpnprofile", Profiles.alice());
        watch();
        assertThat(FakeGateway.next(tunnel.used)).isEqualTo(Profiles.alice());
        FakeGateway.next(tunnel.connects);
    }

    @Test
    void ofSeveralTheNewestIsUsedLast() throws Exception {
        Files.createDirectories(folder);
        byte[] bob = Profiles.of("bob", ClientKey.generate());
        Files.setLastModifiedTime(drop("a.vpnprofile", bob), FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
        Files.setLastModifiedTime(drop("b.vpnprofile", Profiles.alice()), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        watch();
        assertThat(FakeGateway.next(tunnel.used)).isEqualTo(Profiles.alice());
        assertThat(FakeGateway.next(tunnel.used)).isEqualTo(bob);
    }

    /** Written in parts, and the folder is looked at after each of them. */
    @Test
    void aProfileThatIsWrittenSlowlyIsNeverRejectedAndUsedOnceItIsComplete() throws Exception {
        watch();
        byte[] profile = Profiles.alice();
        Path file = folder.resolve("alice.vpnprofile");
        try (OutputStream out = Files.newOutputStream(file)) {
            int part = profile.length / 9;
            for (int step = 0; step < 8; step++) {
                out.write(profile, step * part, part);
                assertThat(FakeGateway.next(problems)).contains(file.toString(), "not complete yet");
                assertThat(file).exists();
            }
            assertThat(tunnel.used).isEmpty();
            out.write(profile, 8 * part, profile.length - 8 * part);
        }
        assertThat(FakeGateway.next(tunnel.used)).isEqualTo(profile);
        FakeGateway.next(tunnel.connects);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aProfileThatIsMovedIntoTheFolderIsUsed() throws Exception {
        watch();
        Path elsewhere = Files.write(base.resolve("elsewhere"), Profiles.alice());
        Files.move(elsewhere, folder.resolve("alice.vpnprofile"));
        assertThat(FakeGateway.next(tunnel.used)).isEqualTo(Profiles.alice());
    }

    @Test
    void whatIsNoProfileIsRenamedAndTheReasonIsTold() throws Exception {
        watch();
        Path file = drop("alice.vpnprofile", bytes("this is no profile"));
        assertThat(nextProblem()).contains("alice.vpnprofile was renamed", "alice.vpnprofile.rejected", "no profile of a client");
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("alice.vpnprofile.rejected")).hasContent("this is no profile");
        assertThat(tunnel.connects).isEmpty();
        Path next = drop("alice.vpnprofile", bytes("{}"));
        nextProblem();
        awaitGone(next);
        assertThat(folder.resolve("alice.vpnprofile.rejected")).as("the newest").hasContent("{}");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no modes there")
    void whatIsRejectedMayHoldAKeyAndIsReadableByNobodyElse() throws Exception {
        watch();
        String damaged = new String(Profiles.alice(), StandardCharsets.UTF_8).replace("gateways", "gaetways");
        drop("alice.vpnprofile", bytes(damaged));
        nextProblem();
        Path rejected = folder.resolve("alice.vpnprofile.rejected");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rejected))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).as("made by the client").isEqualTo("rwx------");
    }

    @Test
    void whatIsTooLongIsRejectedHoweverItBegins() throws Exception {
        watch();
        byte[] content = new byte[ProfileFormat.MAX_BYTES + 1];
        Arrays.fill(content, (byte) '{');
        drop("long.vpnprofile", content);
        assertThat(nextProblem()).contains("long.vpnprofile.rejected", "more than " + ProfileFormat.MAX_BYTES);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void aLinkIsNotFollowed() throws Exception {
        Path target = Files.write(base.resolve("target"), Profiles.alice());
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("link.vpnprofile"), target);
        watch();
        assertThat(nextProblem()).contains("no plain file");
        assertThat(target).hasBinaryContent(Profiles.alice());
        assertThat(tunnel.used).isEmpty();
    }

    @Test
    void whatCanNotBeKeptNowStaysAndIsTriedAtTheNextChange() throws Exception {
        watch();
        tunnel.cannotKeep = new IOException("the disk is full");
        Path file = drop("alice.vpnprofile", Profiles.alice());
        assertThat(nextProblem()).contains(file.toString(), "the disk is full");
        assertThat(file).exists();
        tunnel.cannotKeep = null;
        drop("anything.txt", bytes("a change"));
        assertThat(FakeGateway.next(tunnel.used)).isEqualTo(Profiles.alice());
        FakeGateway.next(tunnel.connects);
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("anything.txt")).as("other files are left alone").exists();
    }

    @Test
    void aFolderThatIsRemovedIsMadeAgain() throws Exception {
        watch();
        drop("one.vpnprofile", Profiles.alice());
        FakeGateway.next(tunnel.connects);
        Files.delete(folder);
        while (!Files.isDirectory(folder)) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        drop("two.vpnprofile", Profiles.alice());
        FakeGateway.next(tunnel.used);
        assertThat(FakeGateway.next(tunnel.used)).isEqualTo(Profiles.alice());
    }

    @Test
    void aFolderThatCanNotBeMadeIsToldWithItsKey() throws Exception {
        Files.writeString(folder, "in the way");
        watched = new ConnectFolder(folder, tunnel, problems::add);
        assertThat(nextProblem()).contains(folder.toString(), "connectFolder in etc/com.softellect.vpn.tunnel.cfg");
    }

    @Test
    void afterTheEndNothingIsTakenAndNoThreadIsLeft() throws Exception {
        watch();
        watched.close();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("vpn-tunnel-profiles");
        Path file = drop("alice.vpnprofile", Profiles.alice());
        assertThat(tunnel.used.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(file).exists();
        watched.close();
    }
}
