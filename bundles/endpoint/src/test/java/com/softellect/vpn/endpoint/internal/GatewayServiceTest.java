package com.softellect.vpn.endpoint.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.Authenticator;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.contract.Authenticate;
import com.softellect.vpn.contract.AuthenticationFailedException;
import com.softellect.vpn.contract.Option;
import com.softellect.vpn.registry.internal.RegistrySettings;
import com.softellect.vpn.registry.internal.Sessions;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayServiceTest {

    private static final Client ALICE = new Client("alice", "its key", 0x0A424D02, true, null, false, Instant.EPOCH, 1);

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final Sessions registry = new Sessions(settings(RegistrySettings.class));
    private final List<String> from = new ArrayList<>();
    private boolean current = true;

    private final Authenticator authenticator = new Authenticator() {
        @Override
        public Client authenticate(Credentials credentials, String address) {
            from.add(address);
            return ALICE;
        }

        @Override
        public boolean isCurrent(Client authenticated) {
            assertThat(registry.sessions()).as("asked after the session was opened").hasSize(1);
            return current;
        }
    };

    @AfterEach
    void stop() {
        registry.stop();
        scheduler.shutdownNow();
    }

    private static <T> T settings(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> method.getDefaultValue()));
    }

    private GatewayService service(Option... accepted) {
        Counters counters = new Counters("endpoint");
        PacketExchange packets = new PacketExchange(registry, new SessionOrders(null, counters, scheduler),
                new LongPoll(scheduler), counters);
        return new GatewayService("1", authenticator, registry, packets, Limits.of(settings(EndpointSettings.class)), List.of(accepted),
                Pushed.of(settings(EndpointSettings.class), () -> false), () -> "192.0.2.7");
    }

    private static Authenticate request(Option... offered) {
        return new Authenticate(1, "alice", "ed25519", 0, new byte[32], new byte[64], null, List.of(offered));
    }

    @Test
    void theAuthenticatorLearnsWhereTheCallCameFrom() throws Exception {
        assertThat(service().authenticate(request()).getSessionId()).hasSize(43);
        assertThat(from).containsExactly("192.0.2.7");
    }

    @Test
    void superPacketsAreAgreedOnIfTheClientOffersThemAndTheGatewayTakesThem() throws Exception {
        Option unknown = new Option("tso9", "1");
        assertThat(service(Option.SUPER_PACKETS).authenticate(request(unknown, new Option("tso4", "1"))).getOptions())
                .containsExactly(Option.SUPER_PACKETS);
        assertThat(registry.sessions()).singleElement().satisfies(session -> assertThat(session.superPackets()).isTrue());
    }

    @Test
    void withoutAnOfferOrWithAnotherValueOrAgainstTheGatewaysWillThereAreNoSuperPackets() throws Exception {
        for (Option[] offered : new Option[][] {{}, {new Option("tso4", "2")}, {new Option("tso4", null)}, {new Option(null, "1")}}) {
            assertThat(service(Option.SUPER_PACKETS).authenticate(request(offered)).getOptions()).isEmpty();
            assertThat(registry.sessions()).singleElement().satisfies(session -> assertThat(session.superPackets()).isFalse());
        }
        assertThat(service().authenticate(request(Option.SUPER_PACKETS)).getOptions()).isEmpty();
        assertThat(registry.sessions()).singleElement().satisfies(session -> assertThat(session.superPackets()).isFalse());
    }

    /** The trap: the operator disables a client between its proof and its session, and finds no session to end. */
    @Test
    void aClientThatWasChangedWhileItAuthenticatedKeepsNoSession() {
        current = false;
        assertThatThrownBy(() -> service().authenticate(request())).isInstanceOfSatisfying(AuthenticationFailedException.class,
                failed -> assertThat(failed.getFaultInfo().getReason()).isEqualTo("CHANGED"));
        assertThat(registry.sessions()).isEmpty();
    }

    @Test
    void anAddressIsTakenAsItIsWithoutWhatContainersAddToIt() {
        assertThat(CallerAddress.plain("192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(CallerAddress.plain("[2001:db8::1]")).isEqualTo("2001:db8::1");
        assertThat(CallerAddress.plain("[fe80::1%eth0]")).isEqualTo("fe80::1");
    }
}
