package com.softellect.vpn.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.dns.DnsStatus;
import com.softellect.vpn.api.egress.Egress;
import com.softellect.vpn.api.egress.EgressStatus;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Rule;
import com.softellect.vpn.api.router.PacketRouter;
import com.softellect.vpn.api.router.RouterStatus;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.tunnel.TunnelState;
import java.time.Duration;
import java.time.Instant;
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
    private final FakeIdentity identity = new FakeIdentity();
    private final FakeContext gateway = new FakeContext().installed("registry", "router").with(registry).with(new Directory()).with(router(true, null)).with(identity);

    @Test
    void sessionsShowsWhatAnOperatorNeeds() throws Exception {
        assertThat(Printed.by(new SessionsCommand(), gateway))
                .containsSubsequence("alice", "10.66.77.2", "1m 1s", "7", "3", "10", "1.5 kB", "20", "2.5 MB", "5");
    }

    @Test
    void noCommandShowsASessionId() throws Exception {
        for (VpnCommand command : List.of(new SessionsCommand(), new ClientListCommand(), new StatusCommand())) {
            assertThat(Printed.by(command, gateway)).contains("10.66.77").doesNotContain(FakeSession.ID);
        }
    }

    @Test
    void theResolverIsInTheStatusWithItsProblemAndItsUpstreamsHaveACommand() throws Exception {
        FakeResolver resolver = new FakeResolver();
        gateway.with(resolver);
        assertThat(Printed.by(new StatusCommand(), gateway)).contains("10.66.77.1:53, answering").doesNotContain("dns problem");
        assertThat(Printed.by(new DnsCommand(), gateway)).containsSubsequence("10.66.77.1:53, answering", "12 answers, 3.4 kB",
                "192.0.2.53:53", "well", "7 ms", "100", "1", "192.0.2.54:53", "does not answer", "no answer within 1500 ms");
        assertThat(Printed.by(Printed.with(new DnsCommand(), "flush", true), gateway)).contains("12 answers forgotten");
        assertThat(resolver.flushed).isTrue();
        resolver.status = new DnsStatus("10.66.77.1:53", false, "another program has the port", 0, 0, List.of());
        assertThat(Printed.by(new StatusCommand(), gateway)).contains("10.66.77.1:53, not answering", "another program has the port");
        resolver.status = new DnsStatus("", false, null, 0, 0, List.of());
        assertThat(Printed.by(new DnsCommand(), gateway)).contains("off", "nobody to ask");
        assertThatThrownBy(() -> Printed.by(new DnsCommand(), new FakeContext())).hasMessageContaining("no gateway here");
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
    void clientListShowsWhoMayConnectAndWhoHas() throws Exception {
        List<String> lines = Printed.by(new ClientListCommand(), gateway).lines().toList();
        String key = FakeAdministration.PUBLIC_KEY.substring(0, 12);
        assertThat(lines).anySatisfy(line -> assertThat(line).containsSubsequence("alice", "10.66.77.2", "enabled", "never", "yes", key, "11"));
        assertThat(lines).anySatisfy(line -> assertThat(line).containsSubsequence("bob", "10.66.77.9", "disabled", "never", "no", "-", "-"));
        assertThat(lines).anySatisfy(line -> assertThat(line).containsSubsequence("carol", "10.66.77.10", "expired", "1970-01-01T00:00:00Z", "no"));
    }

    @Test
    void clientShowTellsWhatOneMayDo() throws Exception {
        assertThat(show("alice")).containsSubsequence("alice", "enabled", "10.66.77.2", "may reach others", "everything outside", "11, open for", "1.5 kB");
        assertThat(show("bob")).containsSubsequence("disabled", "may reach no others", "10.0.0.0/8 192.0.2.7/32:udp:53", "none");
        assertThat(Printed.by(new ClientListCommand(), gateway).lines()).anySatisfy(line -> assertThat(line).contains("bob", "2 destinations, up 20500kbit/s"));
        assertThatThrownBy(() -> show("dora")).hasMessageContaining("no client 'dora'");
    }

    private String show(String client) throws Exception {
        ClientShowCommand command = new ClientShowCommand();
        command.client = client;
        return Printed.by(command, gateway);
    }

    @Test
    void clientListOfNobodySaysHowToAddOne() throws Exception {
        FakeContext empty = new FakeContext().with(FakeContext.proxy(ClientDirectory.class, new Object() {
            @SuppressWarnings("unused")
            public List<Client> clients() {
                return List.of();
            }
        }));
        assertThat(Printed.by(new ClientListCommand(), empty)).contains("vpn:client-add NAME");
    }

    @Test
    void statusCountsSessionsAndClients() throws Exception {
        assertThat(Printed.by(new StatusCommand(), gateway))
                .contains("Gateway", "vpn0 (memory), receiving, with offload", "10.66.77.1/24, MTU 1500", "2 of 3 clients", "https://gw:8443/cxf/vpn",
                        FakeIdentity.PIN, "valid until")
                .doesNotContain("Client\n");
    }

    @Test
    void statusShowsTheWayOutThatTheSettingsChoose() throws Exception {
        Egress translator = () -> new EgressStatus("translator", false, null, null);
        assertThat(Printed.by(new StatusCommand(), gateway.with(translator))).containsPattern("egress +none");
        Egress kernel = () -> new EgressStatus("kernel", true, "table ip vpn_vpn0", null);
        assertThat(Printed.by(new StatusCommand(), gateway.with(kernel))).containsPattern("egress +kernel: table ip vpn_vpn0");
    }

    @Test
    void statusSaysWhyThereIsNoWayOut() throws Exception {
        Egress kernel = () -> new EgressStatus("kernel", true, null, "there is no 'nft'");
        assertThat(Printed.by(new StatusCommand(), gateway.with(kernel))).containsPattern("egress +kernel: there is no 'nft'");
    }

    @Test
    void statusWarnsOfACertificateThatEndsSoon() throws Exception {
        identity.notAfter = Instant.now().plus(Duration.ofDays(12).plusMinutes(1));
        assertThat(Printed.by(new StatusCommand(), gateway)).contains("ends in 12d 0h", "for the same key");
        identity.notAfter = Instant.now().minusSeconds(60);
        assertThat(Printed.by(new StatusCommand(), gateway)).contains("ENDED on", "for the same key");
    }

    @Test
    void statusCheckFailsWhileThereIsNoHttps() {
        FakeContext bare = new FakeContext().installed("registry", "router").with(registry).with(router(true, null));
        assertThatThrownBy(() -> Printed.by(Printed.with(new StatusCommand(), "check", true), bare)).hasMessage("the gateway serves no HTTPS");
    }

    @Test
    void identityShowsWhatClientsKnowTheGatewayBy() throws Exception {
        assertThat(Printed.by(new IdentityCommand(), gateway)).contains("Gateway", FakeIdentity.PIN, "https://gw:8443/cxf/vpn", "valid until")
                .doesNotContain("Client");
    }

    @Test
    void identityShowsBothWhereBothAre() throws Exception {
        FakeContext both = new FakeContext().with(identity).with(new FakeTunnel(TunnelState.DISCONNECTED, null));
        assertThat(Printed.by(new IdentityCommand(), both))
                .containsSubsequence("Gateway", FakeIdentity.PIN, "Client", FakeAdministration.PUBLIC_KEY, "vpn:client-add --public-key");
    }

    @Test
    void statusCheckFailsWhileTheRouterDoesNotReceive() {
        FakeContext broken = new FakeContext().installed("registry", "router").with(registry).with(router(false, "no /dev/net/tun"));
        assertThatThrownBy(() -> Printed.by(Printed.with(new StatusCommand(), "check", true), broken))
                .hasMessage("the gateway carries no packets");
    }

    @Test
    void statusCheckFailsWhileALayerIsMissing() {
        FakeContext half = new FakeContext().installed("registry", "router").with(registry);
        assertThatThrownBy(() -> Printed.by(Printed.with(new StatusCommand(), "check", true), half)).hasMessage("the gateway carries no packets");
    }

    /** The trap: a check that asks the layers which are there is content while none is. */
    @Test
    void statusCheckFailsWhileAllLayersOfARoleAreBeingReplaced() {
        FakeContext both = new FakeContext().installed("registry", "router", "tunnel").with(new FakeTunnel(TunnelState.CONNECTED, null));
        assertThatThrownBy(() -> Printed.by(Printed.with(new StatusCommand(), "check", true), both)).hasMessage("the gateway carries no packets");
        FakeContext noTunnel = new FakeContext().installed("registry", "router", "tunnel").with(registry).with(router(true, null)).with(identity);
        assertThatThrownBy(() -> Printed.by(Printed.with(new StatusCommand(), "check", true), noTunnel)).hasMessageContaining("no tunnel");
    }

    @Test
    void statusOfARoleThatIsInstalledAndDoesNotRunDoesNotSayThatItIsNotInstalled() {
        assertThatThrownBy(() -> Printed.by(new StatusCommand(), new FakeContext().installed("router"))).hasMessageContaining("bundle:list -t 0");
        assertThatThrownBy(() -> Printed.by(new StatusCommand(), new FakeContext())).hasMessageContaining("feature:install");
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
        assertThat(Printed.by(Printed.with(new DisconnectCommand(), "client", "12"), gateway)).contains("Ended session 12 of 11", "vpn:client-disable 11");
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
        for (VpnCommand command : List.of(new SessionsCommand(), new ClientListCommand())) {
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
                return new RouterStatus("memory", "vpn0", receiving, receiving, problem);
            }
        };
    }

    private static final class Directory implements ClientDirectory {

        @Override
        public Optional<Client> find(String clientId) {
            return clients().stream().filter(client -> client.id().equals(clientId)).findFirst();
        }

        @Override
        public List<Client> clients() {
            return List.of(client("alice", "10.66.77.2", true, null, true), 
                    client("bob", "10.66.77.9", false, null, false).withPolicy(Policy.OPEN.withAllowed(
                            List.of(Rule.parse("10.0.0.0/8"), Rule.parse("192.0.2.7:udp:53"))).withUpLimit(20_500_000)),
                    client("carol", "10.66.77.10", true, Instant.EPOCH, false));
        }

        private static Client client(String id, String address, boolean enabled, Instant expires, boolean clientToClient) {
            return new Client(id, FakeAdministration.PUBLIC_KEY, Ipv4Network.parseAddress(address), enabled, expires, clientToClient, Instant.EPOCH, 1);
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
