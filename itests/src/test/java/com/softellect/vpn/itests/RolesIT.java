package com.softellect.vpn.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.OptionUtils.combine;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFileExtend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** Who may do what: users who log into the built assembly over SSH, with the roles that their line in etc/keys.properties gives them. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RolesIT {

    private static final long TEST_MILLIS = 120_000;
    private static final List<String> FOR_VIEWERS = List.of("vpn:status", "vpn:sessions", "vpn:client-list", "vpn:client-show alice", "vpn:counters", "vpn:identity");
    private static final List<String> FOR_ADMINS = List.of("vpn:client-add mallory", "vpn:client-disable alice", "vpn:client-enable alice",
            "vpn:client-remove alice", "vpn:client-rotate alice", "vpn:client-set alice --expires 1d", "vpn:connect", "vpn:disconnect");

    @Inject
    private SessionFactory sessions;

    private Shell shell;

    @Configuration
    public static Option[] configuration() {
        return combine(Assembly.named("roles"),
                editConfigurationFileExtend("etc/org.apache.karaf.features.cfg", "featuresBoot", "vpn-gateway, vpn-client"));
    }

    @Before
    public void addAlice() throws Exception {
        shell = new Shell(sessions);
        shell.await("vpn:client-list");
        if (!shell.run("vpn:client-list --no-format").contains("alice")) {
            new Enrolment(shell).add("alice");
        }
    }

    @Test(timeout = TEST_MILLIS)
    public void aViewerLooksAndNothingElse() throws Exception {
        Ssh viewer = Ssh.newUser("viewer", "ssh,viewer");
        for (String command : FOR_VIEWERS) {
            Ssh.Answer answer = viewer.run(command);
            assertEquals(command + ": " + answer.printed(), 0, answer.status());
        }
        for (String command : FOR_ADMINS) {
            assertRefused(command, viewer.run(command));
        }
        String clients = shell.run("vpn:client-list --no-format");
        assertTrue(clients, clients.contains("alice") && clients.contains("enabled") && clients.contains("never") && !clients.contains("mallory"));
    }

    /** The traps: without the assembly's rules whoever is logged in may read all files, write them, and call any method of any service. */
    @Test(timeout = TEST_MILLIS)
    public void aViewerHasNoWayAroundTheCommands() throws Exception {
        Ssh viewer = Ssh.newUser("curious", "ssh,viewer");
        Path target = Path.of(System.getProperty("karaf.data"), "written-by-a-viewer");
        for (String command : List.of("shell:cat etc/keys.properties", "cat etc/keys.properties", "shell:echo x > " + target, "vpn:status > " + target,
                "$.context getBundles", "shell:new java.io.File /tmp", "new java.io.File /tmp", "shell:exec id", "config:list",
                "config:property-set -p com.softellect.vpn.https port 1", "bundle:list", "feature:list", "log:display", "ssh:ssh 127.0.0.1",
                "shell:source " + target, "system:property karaf.secured.command.compulsory.roles x", "shell:jobs")) {
            assertRefused(command, viewer.run(command));
        }
        assertFalse(Files.exists(target));
    }

    @Test(timeout = TEST_MILLIS)
    public void helpShowsAViewerOnlyWhatItMayRun() throws Exception {
        String help = Ssh.newUser("reader", "ssh,viewer").run("help").printed();
        FOR_VIEWERS.forEach(command -> assertTrue(help, help.contains(command.split(" ")[0])));
        FOR_ADMINS.forEach(command -> assertFalse(help, help.contains(command.split(" ")[0] + " ")));
    }

    /** The trap: the line editor of an interactive shell writes its history to whatever file a variable names. */
    @Test(timeout = TEST_MILLIS)
    public void aViewerHasNoInteractiveShell() throws Exception {
        Ssh viewer = Ssh.newUser("typist", "ssh,viewer");
        for (String variable : List.of("ANY", "try", "shell:try", "*:try", "shell:jobs", "shell:logout", "SCOPE")) {
            Ssh.Answer answer = viewer.type("vpn:sessions\n", variable);
            assertTrue(variable + ": " + answer.printed(), answer.printed().contains("Only administrators may have an interactive shell"));
            assertFalse(variable + ": " + answer.printed(), answer.printed().contains("Queued"));
        }
    }

    @Test(timeout = TEST_MILLIS)
    public void anAdministratorMayDoAllAndTheAuditLogNamesHim() throws Exception {
        Ssh admin = Ssh.newUser("chief", "ssh,admin");
        for (String command : List.of("vpn:status", "vpn:client-set alice --client-to-client true", "vpn:client-disable alice",
                "USER=somebody; vpn:client-enable alice", "config:list", "shell:cat etc/keys.properties")) {
            Ssh.Answer answer = admin.run(command);
            assertEquals(command + ": " + answer.printed(), 0, answer.status());
        }
        String log = Files.readString(AuditFile.path());
        for (String event : List.of("client.client_to_client_changed", "client.disabled", "client.enabled")) {
            assertTrue(log, log.lines().anyMatch(line -> line.contains(event) && line.contains("\"chief\"") && line.contains("\"alice\"")));
        }
        assertFalse(log, log.contains("somebody"));
    }

    @Test(timeout = TEST_MILLIS)
    public void anAdministratorHasAnInteractiveShell() throws Exception {
        Ssh.Answer answer = Ssh.newUser("boss", "ssh,admin").type("vpn:sessions\nlogout\n", "ANY");
        assertTrue(answer.printed(), answer.printed().contains("Queued"));
        assertFalse(answer.printed(), answer.printed().contains("Error in initialization script"));
    }

    @Test(timeout = TEST_MILLIS)
    public void theRoleSshAloneOpensTheDoorAndNothingElse() throws Exception {
        Ssh nobody = Ssh.newUser("guest", "ssh");
        for (String command : List.of("vpn:status", "vpn:client-list", "vpn:client-add mallory")) {
            assertRefused(command, nobody.run(command));
        }
    }

    private static void assertRefused(String command, Ssh.Answer answer) {
        assertNotEquals(command + ": " + answer.printed(), 0, answer.status());
        assertTrue(command + ": " + answer.printed(),
                answer.printed().contains("Command not found") || answer.printed().contains("Insufficient credentials"));
    }
}
