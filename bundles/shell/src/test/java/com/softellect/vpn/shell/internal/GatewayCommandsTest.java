package com.softellect.vpn.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.router.PacketRouter;
import com.softellect.vpn.api.router.RouterStatus;
import com.softellect.vpn.api.session.Session;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

class GatewayCommandsTest {

    private final FakeRegistry registry = new FakeRegistry(
            FakeSession.of(11, "alice", "10.66.77.2"), FakeSession.of(12, "11", "10.66.77.3"));
    private final FakeContext gateway = new FakeContext().with(registry).with(new Directory()).with(router(true, null));

    @Test
    void sessionsShowsWhatAnOperatorNeeds() throws Exception {
        assertThat(Printed.by(new SessionsCommand(), gateway))
                .containsSubsequence("alice", "10.66.77.2", "1m 1s", "7", "3", "10", "1.5 kB", "20", "2.5 MB", "5");
    }

    @Test
    void noCommandShowsASessionId() throws Exception {
        for (VpnCommand command : List.of(new SessionsCommand(), new ClientsCommand(), new StatusCommand())) {
            assertThat(Printed.by(command, gateway)).contains("10.66.77").doesNotContain(FakeSession.ID);
        }
    }

    @Test
    void withoutFormatARowIsALineWithoutHeader() throws Exception {
        assertThat(Printed.by(Printed.with(new SessionsCommand(), "noFormat", true), gateway).lines())
                .hasSize(2).allMatch(line -> line.split("\t").length == 12);
    }

    @Test
    void sessionsSaysThatThereAreNone() throws Exception {
        assertThat(Printed.by(new SessionsCommand(), new FakeContext().with(new FakeRegistry()))).contains("no sessions");
    }

    @Test
    void clientsShowsWhoIsConnectedAndWhoIsNot() throws Exception {
        List<String> lines = Printed.by(new ClientsCommand(), gateway).lines().toList();
        assertThat(lines).anySatisfy(line -> assertThat(line).containsSubsequence("alice", "10.66.77.2", "11"));
        assertThat(lines).anySatisfy(line -> assertThat(line).containsSubsequence("bob", "10.66.77.9", "-"));
    }

    @Test
    void statusCountsSessionsAndClients() throws Exception {
        assertThat(Printed.by(new StatusCommand(), gateway))
                .contains("Gateway", "vpn0 (memory), receiving", "10.66.77.1/24, MTU 1500", "2 of 2 clients")
                .doesNotContain("Client\n");
    }

    @Test
    void statusCheckFailsWhileTheRouterDoesNotReceive() {
        FakeContext broken = new FakeContext().with(registry).with(router(false, "no /dev/net/tun"));
        assertThatThrownBy(() -> Printed.by(Printed.with(new StatusCommand(), "check", true), broken))
                .hasMessage("the gateway carries no packets");
    }

    @Test
    void statusCheckFailsWhileALayerIsMissing() {
        assertThatThrownBy(() -> Printed.by(Printed.with(new StatusCommand(), "check", true), new FakeContext().with(registry)))
                .hasMessage("the gateway carries no packets");
    }

    @Test
    void statusCheckIsContentWithAGatewayThatCarriesPackets() throws Exception {
        assertThat(Printed.by(Printed.with(new StatusCommand(), "check", true), gateway)).contains("Gateway");
    }

    @Test
    void disconnectTakesAClientIdBeforeASessionNumber() throws Exception {
        Printed.by(Printed.with(new DisconnectCommand(), "client", "11"), gateway);
        assertThat(registry.ended).containsExactly("12 ADMINISTRATOR");
    }

    @Test
    void disconnectTakesASessionNumber() throws Exception {
        assertThat(Printed.by(Printed.with(new DisconnectCommand(), "client", "12"), gateway)).contains("Ended session 12 of 11");
        assertThat(registry.ended).containsExactly("12 ADMINISTRATOR");
    }

    @Test
    void disconnectOfNobodyFails() {
        assertThatThrownBy(() -> Printed.by(Printed.with(new DisconnectCommand(), "client", "carol"), gateway))
                .hasMessage("no session of 'carol': vpn:sessions lists them");
        assertThat(registry.ended).isEmpty();
    }

    @Test
    void disconnectOnAGatewayAsksForTheClient() {
        assertThatThrownBy(() -> Printed.by(new DisconnectCommand(), gateway)).hasMessageContaining("vpn:disconnect CLIENT");
    }

    @Test
    void whatACommandBorrowedItGivesBack() throws Exception {
        Printed.by(new StatusCommand(), gateway);
        assertThat(gateway.borrowed()).isZero();
    }

    @Test
    void withoutAGatewayTheFeatureIsNamed() {
        for (VpnCommand command : List.of(new SessionsCommand(), new ClientsCommand())) {
            assertThatThrownBy(() -> Printed.by(command, new FakeContext()))
                    .hasMessage("no gateway here: install it with feature:install vpn-gateway");
        }
    }

    private static PacketRouter router(boolean receiving, String problem) {
        return new PacketRouter() {
            @Override
            public void route(Session from, List<byte[]> packets) {
                throw new UnsupportedOperationException();
            }

            @Override
            public RouterStatus status() {
                return new RouterStatus("memory", "vpn0", receiving, problem);
            }
        };
    }

    private static final class Directory implements ClientDirectory {

        @Override
        public Optional<Client> find(String clientId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Client> clients() {
            return List.of(new Client("alice", Ipv4Network.parseAddress("10.66.77.2")),
                    new Client("bob", Ipv4Network.parseAddress("10.66.77.9")));
        }
    }

    /** What the component runtime tells of a registry whose setting is wrong. */
    public static final class Runtime {

        public java.util.Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(org.osgi.framework.Bundle... bundles) {
            ComponentDescriptionDTO component = new ComponentDescriptionDTO();
            component.bundle = new BundleDTO();
            component.bundle.symbolicName = "com.softellect.vpn.registry";
            return List.of(component);
        }

        public java.util.Collection<ComponentConfigurationDTO> getComponentConfigurationDTOs(ComponentDescriptionDTO component) {
            ComponentConfigurationDTO failed = new ComponentConfigurationDTO();
            failed.state = ComponentConfigurationDTO.FAILED_ACTIVATION;
            failed.failure = "java.lang.reflect.InvocationTargetException\n\tat a.b.C.d(C.java:1)\n"
                    + "Caused by: java.lang.IllegalArgumentException: key mtu: 100 is too small\n\tat e.f.G.h(G.java:2)\n";
            return List.of(failed);
        }
    }

    @Test
    void statusSaysWhyALayerDidNotStart() throws Exception {
        FakeContext broken = new FakeContext().with(FakeContext.proxy(ServiceComponentRuntime.class, new Runtime()));
        assertThat(Printed.by(new StatusCommand(), broken)).contains("Not started: registry", "key mtu: 100 is too small");
        assertThatThrownBy(() -> Printed.by(Printed.with(new StatusCommand(), "check", true), broken)).hasMessage("not started: registry");
        assertThat(broken.borrowed()).isZero();
    }
}
