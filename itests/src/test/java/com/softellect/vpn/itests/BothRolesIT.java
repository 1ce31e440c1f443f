package com.softellect.vpn.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.OptionUtils.combine;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFileExtend;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
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
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** The built assembly with the gateway and the client in one Karaf, which connect to each other. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BothRolesIT {

    private static final long TEST_MILLIS = 120_000;
    private static final ForeignClient FOREIGN = new ForeignClient(Integer.getInteger(Assembly.HTTP_PORT, 0));

    @Inject
    private SessionFactory sessions;

    @Inject
    private ServiceComponentRuntime runtime;

    @Inject
    private BundleContext context;

    private Shell shell;

    @Configuration
    public static Option[] configuration() {
        return combine(Assembly.named("both"),
                editConfigurationFileExtend("etc/org.apache.karaf.features.cfg", "featuresBoot", "vpn-gateway, vpn-client"));
    }

    @Before
    public void connect() throws Exception {
        shell = new Shell(sessions);
        shell.await("vpn:connect --timeout 20", "CONNECTED");
        shell.await("vpn:status --check", "1 of 1 clients");
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
        HttpResponse<String> wsdl = FOREIGN.wsdl();
        assertEquals(200, wsdl.statusCode());
        assertTrue(wsdl.body(), wsdl.body().contains("receivePackets"));
    }

    @Test(timeout = TEST_MILLIS)
    public void aForeignCallGetsACorrectAnswer() throws Exception {
        HttpResponse<String> answer = FOREIGN.call("<v:getVersionInfo/>");
        assertEquals(answer.body(), 200, answer.statusCode());
        assertEquals("1", ForeignClient.element("lowestProtocol", answer.body()));
        assertEquals("1", ForeignClient.element("highestProtocol", answer.body()));
    }

    @Test(timeout = TEST_MILLIS)
    public void aForeignClientHasASessionOfItsOwn() throws Exception {
        shell.run("vpn:disconnect");
        String opened = FOREIGN.authenticate(Assembly.CLIENT, Assembly.SECRET).body();
        assertEquals(Assembly.CLIENT_ADDRESS, ForeignClient.element("address", opened));
        String id = "<v:sessionId>" + ForeignClient.element("sessionId", opened) + "</v:sessionId>";
        HttpResponse<String> poll = FOREIGN.call("<v:receivePackets>" + id + "</v:receivePackets>");
        assertEquals(poll.body(), 200, poll.statusCode());
        assertEquals("0", ForeignClient.element("sequence", poll.body()));
        assertEquals(200, FOREIGN.call("<v:disconnect>" + id + "</v:disconnect>").statusCode());
        assertFault("sessionExpired", FOREIGN.call("<v:receivePackets>" + id + "</v:receivePackets>"));
    }

    @Test(timeout = TEST_MILLIS)
    public void aForeignCallGetsACorrectTypedFault() throws Exception {
        assertFault("sessionExpired",
                FOREIGN.call("<v:receivePackets><v:sessionId>nonsense</v:sessionId></v:receivePackets>"));
        HttpResponse<String> refused = FOREIGN.authenticate(Assembly.CLIENT, "not the secret of this client");
        assertFault("authenticationFailed", refused);
        assertEquals("REFUSED", ForeignClient.element("reason", refused.body()));
    }

    @Test(timeout = TEST_MILLIS)
    public void brokenXmlIsRefusedAndTheGatewayGoesOn() throws Exception {
        assertEquals(500, FOREIGN.post("<s:Envelope").statusCode());
        assertEquals(200, FOREIGN.call("<v:getVersionInfo/>").statusCode());
    }

    @Test(timeout = TEST_MILLIS)
    public void statusShowsBothRoles() throws Exception {
        String status = shell.run("vpn:status --check");
        assertTrue(status, Stream.of("Gateway", "(memory), receiving", "1 of 1 clients", "Client", "CONNECTED", "10.66.77.2/24")
                .allMatch(status::contains));
    }

    @Test(timeout = TEST_MILLIS)
    public void sessionsAndClientsShowTheClient() throws Exception {
        for (String command : List.of("vpn:sessions", "vpn:clients")) {
            String printed = shell.run(command);
            assertTrue(printed, printed.contains(Assembly.CLIENT) && printed.contains(Assembly.CLIENT_ADDRESS));
            assertFalse(printed, printed.contains(Assembly.SECRET));
        }
    }

    @Test(timeout = TEST_MILLIS)
    public void countersShowEveryLayerAndOneLayerAlone() throws Exception {
        String all = shell.run("vpn:counters --all");
        for (String layer : List.of("registry", "router", "endpoint", "tunnel")) {
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
        assertTrue(shell.run("vpn:disconnect " + Assembly.CLIENT).contains("Ended session"));
        Shell.eventually(() -> {
            String after = shell.run("vpn:sessions --no-format");
            assertTrue(after, after.contains(Assembly.CLIENT));
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
    public void endpointCanBeUpdated() throws Exception {
        update("endpoint");
    }

    @Test(timeout = TEST_MILLIS)
    public void tunnelCanBeUpdated() throws Exception {
        update("tunnel");
    }

    /** Updates the bundle by the shell's command, then sees everything work again. */
    private void update(String name) throws Exception {
        Bundle bundle = bundle(name);
        Path second = SecondBuild.of(Path.of(System.getProperty(Assembly.BUNDLES), name + ".jar"));
        shell.run("bundle:update " + bundle.getBundleId() + " " + second.toUri());
        assertEquals(SecondBuild.VERSION, bundle.getVersion().toString());
        assertEquals(Bundle.ACTIVE, bundle.getState());
        connect();
        aForeignCallGetsACorrectAnswer();
        Shell.eventually(() -> {
            assertEquals(List.of(), new Components(runtime).idle());
            return null;
        });
    }

    private Bundle bundle(String name) {
        return Stream.of(context.getBundles())
                .filter(candidate -> ("com.softellect.vpn." + name).equals(candidate.getSymbolicName())).findFirst().orElseThrow();
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
