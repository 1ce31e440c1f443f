package com.softellect.vpn.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.OptionUtils.combine;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFileExtend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** After a client's whole life in the built assembly: where secrets are, and where they are not. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SecretsIT {

    private static final long TEST_MILLIS = 120_000;

    @Inject
    private SessionFactory sessions;

    private final List<String> secrets = new ArrayList<>();
    private final StringBuilder printed = new StringBuilder();
    private Shell shell;

    @Configuration
    public static Option[] configuration() {
        return combine(Assembly.named("secrets"),
                editConfigurationFileExtend("etc/org.apache.karaf.features.cfg", "featuresBoot", "vpn-gateway, vpn-client"));
    }

    @Test(timeout = TEST_MILLIS)
    public void secretsAreInFilesOfTheirOwnAndNowhereElse() throws Exception {
        shell = new Shell(sessions);
        shell.await("vpn:client-list");
        liveAClientsLife();
        liveAForeignClientsLife();
        for (String command : List.of("vpn:status", "vpn:sessions", "vpn:client-list", "vpn:counters --all", "vpn:identity", "config:list", "log:display")) {
            run(command);
        }
        assertNoSecret("the shell's output", printed.toString());
        Path logs = Path.of(System.getProperty("karaf.data"), "log");
        assertNoSecret("karaf.log", Files.readString(logs.resolve("karaf.log")));
        assertNoSecret("the audit log", Files.readString(AuditFile.path()));
        assertSecretFilesAreTheOwners();
    }

    private void liveAClientsLife() throws Exception {
        Path first = new Enrolment(shell).add("alice");
        secrets.add(Enrolment.privateKey(first));
        run("vpn:connect --timeout 20 " + first);
        run("vpn:client-disable alice");
        run("vpn:client-enable alice");
        Path second = new Enrolment(shell).rotate("alice");
        secrets.add(Enrolment.privateKey(second));
        run("vpn:connect --timeout 20 " + second);
        secrets.add(ownKey());
    }

    private void liveAForeignClientsLife() throws Exception {
        ForeignClient foreign = new ForeignClient(Integer.getInteger(Assembly.HTTPS_PORT));
        new Enrolment(shell).add("bob", "--public-key", foreign.publicKey());
        String sessionId = ForeignClient.element("sessionId", foreign.authenticate("bob").body());
        secrets.add(sessionId);
        foreign.call("<v:receivePackets><v:sessionId>" + sessionId + "</v:sessionId></v:receivePackets>");
        foreign.call("<v:receivePackets><v:sessionId>" + sessionId + "</v:sessionId><v:nonsense/></v:receivePackets>");
        foreign.post("<s:Envelope " + sessionId);
        run("vpn:disconnect bob");
        foreign.call("<v:receivePackets><v:sessionId>" + sessionId + "</v:sessionId></v:receivePackets>");
        run("vpn:client-remove bob");
    }

    /** The client's own private key: what its file holds besides its first line and the public key. */
    private String ownKey() throws Exception {
        String identity = shell.run("vpn:identity");
        List<String> lines = Files.readAllLines(secretFolder().resolve("client.key"));
        List<String> hidden = lines.stream().skip(1).filter(line -> !identity.contains(line)).toList();
        assertEquals(1, hidden.size());
        return hidden.get(0);
    }

    private void assertSecretFilesAreTheOwners() throws IOException {
        assertEquals("rwx------", permissions(secretFolder()));
        assertEquals("rw-------", permissions(AuditFile.path()));
        List<Path> files;
        try (Stream<Path> all = Files.walk(secretFolder())) {
            files = all.filter(Files::isRegularFile).toList();
        }
        List<String> names = files.stream().map(file -> file.getFileName().toString()).toList();
        assertTrue(names.toString(), names.containsAll(List.of("gateway.key", "gateway.crt", "profile.vpnprofile", "client.key", "alice.json")));
        for (Path file : files) {
            assertEquals(file.toString(), "rw-------", permissions(file));
        }
        assertNoSecret("a client's record", Files.readString(secretFolder().resolve("clients").resolve("alice.json")));
    }

    private static Path secretFolder() {
        return Path.of(System.getProperty("karaf.etc"), "vpn");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private void run(String command) throws Exception {
        try {
            printed.append(shell.run(command)).append('\n');
        } catch (Exception e) { // a command may fail; then its message is what it shows
            printed.append(e).append('\n');
        }
    }

    private void assertNoSecret(String where, String text) {
        assertFalse(where + " is empty", text.isBlank());
        for (String secret : secrets) {
            assertTrue("a secret of " + secret.length() + " characters is none", secret.getBytes(StandardCharsets.UTF_8).length >= 43);
            assertFalse("there is a secret in " + where, text.contains(secret));
        }
    }
}
