package com.softellect.vpn.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.OptionUtils.combine;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFileExtend;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** The built assembly with the gateway and the client in one Karaf, which connect to each other. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BothRolesIT {

    private static final long TEST_MILLIS = 120_000;
    private static final String ALICE = "alice";
    private static final String ALICE_ADDRESS = "10.66.77.2";
    private static final String FOREIGNER = "foreigner";
    private static final String FOREIGNER_ADDRESS = "10.66.77.9";

    @Inject
    private SessionFactory sessions;

    @Inject
    private ServiceComponentRuntime runtime;

    @Inject
    private BundleContext context;

    private Shell shell;
    private ForeignClient foreign;

    @Configuration
    public static Option[] configuration() {
        return combine(Assembly.named("both"),
                editConfigurationFileExtend("etc/org.apache.karaf.features.cfg", "featuresBoot", "vpn-gateway, vpn-client"));
    }

    @Before
    public void connect() throws Exception {
        shell = new Shell(sessions);
        foreign = new ForeignClient(Integer.getInteger(Assembly.HTTPS_PORT));
        shell.await("vpn:client-list");
        if (!shell.run("vpn:client-list --no-format").contains(ALICE)) {
            Path profile = new Enrolment(shell).add(ALICE, "--address", ALICE_ADDRESS);
            shell.await("vpn:connect --no-wait " + profile, "not needed any more: delete it");
            Files.delete(profile);
        }
        shell.await("vpn:connect --timeout 20", "CONNECTED");
        shell.await("vpn:status --check", "1 of 1 clients");
    }

    @After
    public void forgetTheForeigner() throws Exception {
        if (shell.run("vpn:client-list --no-format").contains(FOREIGNER)) {
            shell.run("vpn:client-remove " + FOREIGNER);
        }
    }

    @Test(timeout = TEST_MILLIS)
    public void theFeaturesAreInstalled() throws Exception {
        String features = shell.run("feature:list --installed");
        for (String feature : List.of("vpn-base", "vpn-gateway-core", "vpn-gateway", "vpn-client-core", "vpn-client")) {
            assertTrue(features, features.contains(feature + " "));
        }
    }

    @Test(timeout = TEST_MILLIS)
    public void allComponentsAreActive() {
        Components components = new Components(runtime);
        assertTrue("too few components: " + components.count(), components.count() >= 5);
        assertEquals(List.of(), components.idle());
    }

    @Test(timeout = TEST_MILLIS)
    public void theWsdlIsServed() throws Exception {
        HttpResponse<String> wsdl = foreign.wsdl();
        assertEquals(200, wsdl.statusCode());
        assertTrue(wsdl.body(), wsdl.body().contains("receivePackets"));
    }

    @Test(timeout = TEST_MILLIS)
    public void noPageListsTheServices() throws Exception {
        HttpResponse<String> root = foreign.get("/cxf");
        assertEquals(404, root.statusCode());
        assertFalse(root.body(), root.body().contains("vpn"));
    }

    @Test(timeout = TEST_MILLIS)
    public void aForeignCallGetsACorrectAnswer() throws Exception {
        HttpResponse<String> answer = foreign.call("<v:getVersionInfo/>");
        assertEquals(answer.body(), 200, answer.statusCode());
        assertEquals("1", ForeignClient.element("lowestProtocol", answer.body()));
        assertEquals("1", ForeignClient.element("highestProtocol", answer.body()));
    }

    @Test(timeout = TEST_MILLIS)
    public void aForeignClientHasASessionOfItsOwn() throws Exception {
        addForeigner();
        String opened = foreign.authenticate(FOREIGNER).body();
        assertEquals(FOREIGNER_ADDRESS, ForeignClient.element("address", opened));
        String id = sessionId(opened);
        HttpResponse<String> poll = foreign.call("<v:receivePackets>" + id + "</v:receivePackets>");
        assertEquals(poll.body(), 200, poll.statusCode());
        assertEquals("0", ForeignClient.element("sequence", poll.body()));
        assertEquals(200, foreign.call("<v:disconnect>" + id + "</v:disconnect>").statusCode());
        assertFault("sessionExpired", foreign.call("<v:receivePackets>" + id + "</v:receivePackets>"));
    }

    @Test(timeout = TEST_MILLIS)
    public void aForeignCallGetsACorrectTypedFault() throws Exception {
        assertFault("sessionExpired",
                foreign.call("<v:receivePackets><v:sessionId>nonsense</v:sessionId></v:receivePackets>"));
        HttpResponse<String> refused = foreign.authenticate(ALICE); // with a key that is not hers
        assertFault("authenticationFailed", refused);
        assertEquals("REFUSED", ForeignClient.element("reason", refused.body()));
    }

    @Test(timeout = TEST_MILLIS)
    public void thePinIsThatOfTheCertificateThatIsServed() throws Exception {
        foreign.call("<v:getVersionInfo/>");
        assertTrue(shell.run("vpn:identity").contains(foreign.pin()));
        assertTrue(shell.run("vpn:status").contains(foreign.pin()));
    }

    @Test(timeout = TEST_MILLIS)
    public void plainHttpIsNotServed() {
        int port = Integer.getInteger(Assembly.HTTPS_PORT);
        HttpRequest plain = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/cxf/vpn?wsdl")).timeout(Duration.ofSeconds(10)).build();
        assertThrows(IOException.class, () -> HttpClient.newHttpClient().send(plain, HttpResponse.BodyHandlers.ofString()));
    }

    @Test(timeout = TEST_MILLIS)
    public void disablingEndsTheSessionAndNobodyElsesAndEnablingLetsItBack() throws Exception {
        addForeigner();
        String id = sessionId(foreign.authenticate(FOREIGNER).body());
        String alice = session(ALICE);
        assertTrue(shell.run("vpn:client-disable " + FOREIGNER).contains("has ended"));
        HttpResponse<String> poll = foreign.call("<v:receivePackets>" + id + "</v:receivePackets>");
        assertFault("sessionExpired", poll);
        assertEquals("REVOKED", ForeignClient.element("reason", poll.body()));
        HttpResponse<String> refused = foreign.authenticate(FOREIGNER);
        assertEquals("DISABLED", ForeignClient.element("reason", refused.body()));
        assertTrue(shell.run("vpn:client-list").contains("disabled"));
        shell.run("vpn:client-enable " + FOREIGNER);
        sessionId(foreign.authenticate(FOREIGNER).body());
        assertEquals(alice, session(ALICE));
    }

    @Test(timeout = TEST_MILLIS)
    public void anotherKeyEndsTheSessionOfTheOneBefore() throws Exception {
        addForeigner();
        String id = sessionId(foreign.authenticate(FOREIGNER).body());
        ForeignClient other = new ForeignClient(Integer.getInteger(Assembly.HTTPS_PORT));
        Path profile = new Enrolment(shell).rotate(FOREIGNER, "--public-key", other.publicKey());
        assertFalse(Files.readString(profile).contains("privateKey"));
        HttpResponse<String> poll = foreign.call("<v:receivePackets>" + id + "</v:receivePackets>");
        assertEquals("KEY_CHANGED", ForeignClient.element("reason", poll.body()));
        assertEquals("REFUSED", ForeignClient.element("reason", foreign.authenticate(FOREIGNER).body()));
        sessionId(other.authenticate(FOREIGNER).body());
    }

    @Test(timeout = TEST_MILLIS)
    public void aClientWhoseTimeIsOverIsPutOut() throws Exception {
        addForeigner();
        String id = sessionId(foreign.authenticate(FOREIGNER).body());
        shell.run("vpn:client-set " + FOREIGNER + " --expires PT2S --client-to-client true");
        assertTrue(shell.run("vpn:client-list --no-format").lines().anyMatch(row -> row.contains(FOREIGNER) && row.contains("yes")));
        Shell.eventually(() -> {
            HttpResponse<String> poll = foreign.call("<v:receivePackets>" + id + "</v:receivePackets>");
            assertEquals("EXPIRED", ForeignClient.element("reason", poll.body()));
            return poll;
        });
        assertEquals("EXPIRED", ForeignClient.element("reason", foreign.authenticate(FOREIGNER).body()));
        assertTrue(shell.run("vpn:client-list").contains("expired"));
    }

    @Test(timeout = TEST_MILLIS)
    public void aClientWithItsOwnKeyConnectsWithAProfileWithoutSecret() throws Exception {
        String identity = shell.run("vpn:identity");
        String key = identity.substring(identity.indexOf("--public-key ")).split("\\s")[1];
        Path profile = new Enrolment(shell).rotate(ALICE, "--public-key", key);
        assertFalse(Files.readString(profile).contains("privateKey"));
        String printed = shell.run("vpn:connect --timeout 20 " + profile);
        assertTrue(printed, printed.contains("CONNECTED") && printed.contains("not needed any more."));
    }

    @Test(timeout = TEST_MILLIS)
    public void aProfileThatIsDroppedIntoTheFolderIsUsedAndGone() throws Exception {
        shell.run("vpn:disconnect");
        Path profile = new Enrolment(shell).rotate(ALICE);
        Path dropped = Path.of(System.getProperty("karaf.base"), "connect", profile.getFileName().toString());
        Files.move(profile, dropped);
        shell.await("vpn:status --check", "CONNECTED");
        assertFalse(Files.exists(dropped));
    }

    @Test(timeout = TEST_MILLIS)
    public void aClientThatIsDisabledStopsAndSaysWhy() throws Exception {
        shell.run("vpn:client-disable " + ALICE);
        shell.await("vpn:status", "FAILED", "disabled");
        shell.run("vpn:client-enable " + ALICE);
        shell.await("vpn:connect --timeout 20", "CONNECTED");
    }

    @Test(timeout = TEST_MILLIS)
    public void brokenXmlIsRefusedAndTheGatewayGoesOn() throws Exception {
        assertEquals(500, foreign.post("<s:Envelope").statusCode());
        assertEquals(200, foreign.call("<v:getVersionInfo/>").statusCode());
    }

    @Test(timeout = TEST_MILLIS)
    public void statusShowsBothRoles() throws Exception {
        String status = shell.run("vpn:status --check");
        assertTrue(status, Stream.of("Gateway", "(memory), receiving", "1 of 1 clients", "Client", "CONNECTED", "10.66.77.2/24")
                .allMatch(status::contains));
    }

    @Test(timeout = TEST_MILLIS)
    public void sessionsAndClientsShowTheClient() throws Exception {
        for (String command : List.of("vpn:sessions", "vpn:client-list")) {
            String printed = shell.run(command);
            assertTrue(printed, printed.contains(ALICE) && printed.contains(ALICE_ADDRESS));
        }
    }

    @Test(timeout = TEST_MILLIS)
    public void countersShowEveryLayerAndOneLayerAlone() throws Exception {
        String all = shell.run("vpn:counters --all");
        for (String layer : List.of("registry", "router", "tunnel")) {
            assertTrue(all, all.contains(layer));
            assertTrue(shell.run("vpn:counters --all " + layer).contains("drop.queue_full"));
        }
        Exception failure = assertThrows(Exception.class, () -> shell.run("vpn:counters nonsense"));
        assertTrue(failure.getMessage(), failure.getMessage().contains("no layer 'nonsense' here"));
    }

    @Test(timeout = TEST_MILLIS)
    public void disconnectEndsTheTunnel() throws Exception {
        shell.run("vpn:disconnect");
        shell.await("vpn:sessions", "no sessions");
        assertTrue(shell.run("vpn:status").contains("DISCONNECTED"));
        assertThrows(Exception.class, () -> shell.run("vpn:status --check"));
    }

    @Test(timeout = TEST_MILLIS)
    public void disconnectOfAClientEndsItsSessionAndTheTunnelComesBack() throws Exception {
        String before = shell.run("vpn:sessions --no-format");
        assertTrue(shell.run("vpn:disconnect " + ALICE).contains("Ended session"));
        Shell.eventually(() -> {
            String after = shell.run("vpn:sessions --no-format");
            assertTrue(after, after.contains(ALICE));
            assertFalse(after, number(after).equals(number(before)));
            return after;
        });
    }

    /** The trap: a layer that is reconfigured while another thread activates it was left half started, and kept the next one out. */
    @Test(timeout = TEST_MILLIS)
    public void settingsThatChangeWhileABundleStartsLeaveNoLayerHalfStarted() throws Exception {
        Bundle router = bundle("router");
        for (int round = 0; round < 10; round++) {
            FutureTask<Void> starting = new FutureTask<>(() -> {
                router.stop();
                router.start();
                return null;
            });
            new Thread(starting, "test-restart").start();
            shell.run("config:property-set -p com.softellect.vpn.registry idleSeconds " + (61 + round));
            starting.get();
        }
        shell.await("vpn:status --check", "CONNECTED");
        shell.run("config:property-set -p com.softellect.vpn.registry idleSeconds 60");
    }

    /** They were lost when a second writer had the file empty while the next command read it. */
    @Test(timeout = TEST_MILLIS)
    public void settingsThatAreChangedOneAfterTheOtherAreAllKept() throws Exception {
        Path file = Path.of(System.getProperty("karaf.etc"), "com.example.settings.cfg");
        Map<String, String> set = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            set.put("key" + i, "value" + i);
            shell.run("config:property-set -p com.example.settings key" + i + " value" + i);
        }
        Properties kept = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            kept.load(reader);
        }
        kept.remove("felix.fileinstall.filename"); // Karaf's own, in a file that the command has made
        assertEquals(set, new TreeMap<>(kept));
        shell.run("config:delete com.example.settings");
        Files.deleteIfExists(file);
    }

    /** What another setting means is its layer's test to show; here all of them are taken at once, and nobody is left behind. */
    @Test(timeout = 2 * TEST_MILLIS)
    public void everySettingIsChangedWhileAClientIsConnected() throws Exception {
        OtherSettings others = new OtherSettings(Path.of(System.getProperty("karaf.etc")));
        for (Map.Entry<String, String> other : others.values().entrySet()) {
            String putBack = others.putBack(other.getKey());
            shell.run(OtherSettings.command(other.getKey(), other.getValue()));
            shell.await("vpn:status --check", "CONNECTED");
            shell.run(putBack);
        }
        shell.await("vpn:status --check", "1 of 1 clients");
    }

    @Test(timeout = TEST_MILLIS)
    public void interopCanBeUpdated() throws Exception {
        update("interop");
    }

    @Test(timeout = TEST_MILLIS)
    public void registryCanBeUpdated() throws Exception {
        update("registry");
    }

    @Test(timeout = TEST_MILLIS)
    public void routerCanBeUpdated() throws Exception {
        update("router");
    }

    @Test(timeout = TEST_MILLIS)
    public void egressCanBeUpdated() throws Exception {
        update("egress");
    }

    @Test(timeout = TEST_MILLIS)
    public void translatorCanBeUpdated() throws Exception {
        update("translator");
    }

    @Test(timeout = TEST_MILLIS)
    public void endpointCanBeUpdated() throws Exception {
        update("endpoint");
    }

    @Test(timeout = TEST_MILLIS)
    public void tunnelCanBeUpdated() throws Exception {
        update("tunnel");
    }

    @Test(timeout = TEST_MILLIS)
    public void auditCanBeUpdated() throws Exception {
        update("audit");
    }

    @Test(timeout = TEST_MILLIS)
    public void storeCanBeUpdated() throws Exception {
        update("store");
    }

    @Test(timeout = TEST_MILLIS)
    public void clientsCanBeUpdated() throws Exception {
        update("clients");
    }

    @Test(timeout = TEST_MILLIS)
    public void httpsCanBeUpdated() throws Exception {
        update("https");
    }

    @Test(timeout = TEST_MILLIS)
    public void shellCanBeUpdated() throws Exception {
        update("shell");
    }

    /** Updates the bundle by the shell's command, then sees everything work again. */
    private void update(String name) throws Exception {
        Bundle bundle = bundle(name);
        String session = session(ALICE);
        Path second = SecondBuild.of(Path.of(System.getProperty(Assembly.BUNDLES), name + ".jar"));
        shell.run("bundle:update " + bundle.getBundleId() + " " + second.toUri());
        assertEquals(SecondBuild.VERSION, bundle.getVersion().toString());
        assertEquals(Bundle.ACTIVE, bundle.getState());
        connect();
        aForeignCallGetsACorrectAnswer();
        if (!name.equals("tunnel")) {
            assertEquals("nobody has authenticated again", session, session(ALICE));
        }
        Shell.eventually(() -> {
            assertEquals(List.of(), new Components(runtime).idle());
            return null;
        });
    }

    private Bundle bundle(String name) {
        return Stream.of(context.getBundles())
                .filter(candidate -> ("com.softellect.vpn." + name).equals(candidate.getSymbolicName())).findFirst().orElseThrow();
    }

    private void addForeigner() throws Exception {
        new Enrolment(shell).add(FOREIGNER, "--address", FOREIGNER_ADDRESS, "--public-key", foreign.publicKey());
    }

    private static String sessionId(String opened) {
        return "<v:sessionId>" + ForeignClient.element("sessionId", opened) + "</v:sessionId>";
    }

    /** The number of the client's session. */
    private String session(String client) throws Exception {
        return shell.run("vpn:sessions --no-format").lines().filter(row -> row.contains(client)).map(BothRolesIT::number).findFirst().orElseThrow();
    }

    private static void assertFault(String detail, HttpResponse<String> answer) {
        assertEquals(answer.body(), 500, answer.statusCode());
        assertTrue(answer.body(), answer.body().contains("Fault>"));
        assertFalse(answer.body(), ForeignClient.element("message", answer.body().substring(answer.body().indexOf(detail))).isBlank());
    }

    private static String number(String row) {
        return row.strip().split("\\s")[0];
    }
}
