package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import com.softellect.vpn.contract.Authenticate;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.PublicKeys;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles and the client's own key: what is taken, how it is kept, and what the tunnel does with it. */
@Timeout(60)
class ProfileTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Path keyFile(TestTunnel tunnel) {
        return tunnel.folder.resolve("etc/vpn/client.key");
    }

    private static String secret(ClientKey key) {
        return Base64.getEncoder().encodeToString(key.secret());
    }

    @Test
    void aProfileIsKeptAsItIsAndShown() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            byte[] profile = Profiles.of("bob", ClientKey.generate(), Profiles.OTHER_URL);
            byte[] given = profile.clone();
            tunnel.supervisor.useProfile(given);
            assertThat(given).as("the caller's own is left alone").isEqualTo(profile);
            assertThat(tunnel.profileFile()).hasBinaryContent(profile);
            tunnel.settle();
            TunnelStatus status = tunnel.status();
            assertThat(status.state()).isEqualTo(TunnelState.DISCONNECTED);
            assertThat(status.clientId()).isEqualTo("bob");
            assertThat(status.gateway()).isEqualTo(Profiles.OTHER_URL);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no modes there")
    void profileAndKeyAreReadableByNobodyElseAndThereIsNoSecondCopy() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            tunnel.supervisor.publicKey();
            tunnel.supervisor.useProfile(Profiles.alice());
            tunnel.supervisor.useProfile(Profiles.alice(Profiles.OTHER_URL));
            for (Path file : new Path[] {tunnel.profileFile(), keyFile(tunnel)}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            }
            try (Stream<Path> files = Files.list(tunnel.folder.resolve("etc/vpn"))) {
                assertThat(files).containsExactlyInAnyOrder(tunnel.profileFile(), keyFile(tunnel));
            }
        }
    }

    @Test
    void aTunnelThatRunsBeginsAnewWithTheNextProfile() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            MemoryTunAdapter adapter = tunnel.adapter();
            ClientKey key = ClientKey.generate();
            tunnel.supervisor.useProfile(Profiles.of("bob", key, Profiles.OTHER_URL));
            assertThat(FakeGateway.next(tunnel.gateway.goodbyes).request().getSessionId()).isEqualTo("s1");
            FakeGateway.Call<Authenticate, ?> call = FakeGateway.next(tunnel.gateway.authentications);
            assertThat(call.request().getClientId()).isEqualTo("bob");
            assertThat(tunnel.status().gateway()).isEqualTo(Profiles.OTHER_URL);
            assertThat(adapter.readWaitHandle()).as("the adapter stays").isPresent();
        }
    }

    @Test
    void aTunnelThatHasFailedBeginsAnewWithTheNextProfile() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            tunnel.supervisor.connect();
            FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.refused("REFUSED"));
            tunnel.await(TunnelState.FAILED);
            tunnel.supervisor.useProfile(Profiles.alice());
            tunnel.letIn(FakeGateway.grant("s1"));
            tunnel.await(TunnelState.CONNECTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "hello", "{}", "{\"format\":\"softellect-vpn-profile\",\"version\":2}"})
    void whatIsNoProfileIsRefusedAndTheOneBeforeStays(String text) throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            byte[] before = Files.readAllBytes(tunnel.profileFile());
            assertThatIllegalArgumentException().isThrownBy(() -> tunnel.supervisor.useProfile(bytes(text)));
            tunnel.settle();
            assertThat(tunnel.profileFile()).hasBinaryContent(before);
            assertThat(tunnel.status().state()).isEqualTo(TunnelState.CONNECTED);
        }
    }

    @Test
    void aProfileWhoseKeysDoNotBelongTogetherIsRefusedWithoutShowingThem() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            ClientKey other = ClientKey.generate();
            String mixed = new String(Profiles.alice(), StandardCharsets.UTF_8).replace(Profiles.KEY.publicKey(), other.publicKey());
            assertThatIllegalArgumentException().isThrownBy(() -> tunnel.supervisor.useProfile(bytes(mixed)))
                    .withMessageContaining("vpn:client-rotate")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret(Profiles.KEY)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "{\"format\":\"softellect-vpn-profile\"", ""})
    void aStoredProfileThatIsDamagedFailsAndSaysWhatToDo(String content) throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of("autoConnect", true), bytes(content))) {
            TunnelStatus failed = tunnel.await(TunnelState.FAILED);
            assertThat(failed.problem()).contains(tunnel.profileFile().toString(), "vpn:client-add", "vpn:connect FILE");
            assertThat(failed.clientId()).isNull();
            tunnel.supervisor.useProfile(Profiles.alice());
            tunnel.letIn(FakeGateway.grant("s1"));
            tunnel.await(TunnelState.CONNECTED);
        }
    }

    @Test
    void theClientsOwnKeyIsMadeOnceAndStays() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            assertThat(keyFile(tunnel)).doesNotExist();
            String publicKey = tunnel.supervisor.publicKey();
            PublicKeys.parse(publicKey);
            assertThat(tunnel.supervisor.publicKey()).isEqualTo(publicKey);
            assertThat(new OwnKey(keyFile(tunnel)).get().publicKey()).as("after a restart").isEqualTo(publicKey);
        }
    }

    @Test
    void aProfileWithoutAKeyUsesTheClientsOwn() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            tunnel.supervisor.useProfile(Profiles.withoutKey(tunnel.supervisor.publicKey()));
            tunnel.supervisor.connect();
            tunnel.letIn(FakeGateway.grant("s1"));
            tunnel.await(TunnelState.CONNECTED);
            assertThat(Files.readString(tunnel.profileFile())).doesNotContain("privateKey");
        }
    }

    @Test
    void aProfileForAnotherKeyIsRefusedWithBothKeysAndWhatToSend() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            String other = ClientKey.generate().publicKey();
            Throwable refused = catchThrowable(() -> tunnel.supervisor.useProfile(Profiles.withoutKey(other)));
            assertThat(refused).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(other, tunnel.supervisor.publicKey(), "vpn:identity");
            assertThat(tunnel.profileFile()).hasBinaryContent(Profiles.alice());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 30, 60, 80, 116})
    void anOwnKeyThatIsDamagedIsNotReplacedInSilenceAndNotShown(int damagedAt) throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            tunnel.supervisor.publicKey();
            byte[] content = Files.readAllBytes(keyFile(tunnel));
            content[damagedAt] = (byte) (content[damagedAt] == 'A' ? 'B' : 'A');
            Files.write(keyFile(tunnel), content);
            String privateLine = new String(content, StandardCharsets.US_ASCII).split("\n")[2];
            assertThatIOException().isThrownBy(tunnel.supervisor::publicKey)
                    .withMessageContainingAll(keyFile(tunnel).toString(), "is damaged", "vpn:identity")
                    .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(privateLine));
            assertThat(keyFile(tunnel)).hasBinaryContent(content);
        }
    }

    private static String stackTrace(Throwable thrown) {
        java.io.StringWriter text = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Test
    void aPlaceThatCanNotBeWrittenIsToldWithItsKey() throws Exception {
        try (TestTunnel tunnel = new TestTunnel()) {
            Path file = Files.writeString(tunnel.folder.resolve("file"), "in the way");
            tunnel.supervisor.configure(Settings.with(Map.of("profile", file.resolve("profile").toString(), "clientKey", file + "/key")));
            assertThatIOException().isThrownBy(() -> tunnel.supervisor.useProfile(Profiles.alice()))
                    .withMessageContainingAll(file.toString(), "profile in etc/com.softellect.vpn.tunnel.cfg");
            assertThatIOException().isThrownBy(tunnel.supervisor::publicKey)
                    .withMessageContainingAll(file.toString(), "clientKey in etc/com.softellect.vpn.tunnel.cfg");
        }
    }

    @Test
    void settingsThatNameNoPlaceAreToldWithTheirKey() throws Exception {
        try (TestTunnel tunnel = new TestTunnel()) {
            assertThatIOException().isThrownBy(tunnel.supervisor::publicKey).withMessageContaining("etc/com.softellect.vpn.tunnel.cfg");
            tunnel.supervisor.configure(Settings.with(Map.of("profile", "")));
            assertThatIOException().isThrownBy(() -> tunnel.supervisor.useProfile(Profiles.alice())).withMessageContaining("profile in etc/");
            assertThat(TestTunnel.get(tunnel.supervisor.connect()).problem()).contains("profile in etc/");
        }
    }

    @Test
    void anotherFileForTheProfileMakesATunnelThatRunsBeginAnew() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            tunnel.supervisor.configure(Settings.with(Map.of("profile", "other.vpnprofile")));
            assertThat(tunnel.await(TunnelState.FAILED).problem()).contains("no profile");
        }
    }

    @Test
    void nothingOfASecretIsInWhatIsShown() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            Identity identity = new Identity("alice", java.util.List.of(Profiles.URL), java.util.List.of(Profiles.PIN), Profiles.KEY);
            Plan plan = new Plan(Settings.checked(Map.of()), identity);
            OpenSession session = new OpenSession(Terms.of(FakeGateway.grant("very-secret"), plan.settings()), null);
            assertThat(plan + " " + new Authentication(plan, "test") + " " + session + " " + tunnel.status())
                    .contains("alice").doesNotContain(secret(Profiles.KEY), "very-secret", "s1,");
        }
    }
}
