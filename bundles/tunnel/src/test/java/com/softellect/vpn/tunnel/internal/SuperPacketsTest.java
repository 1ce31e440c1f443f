package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.contract.Authenticate;
import com.softellect.vpn.contract.AuthenticateResponse;
import com.softellect.vpn.contract.Option;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.SendPacketsResponse;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import com.softellect.vpn.tunnel.internal.FakeGateway.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SuperPacketsTest {

    private static final String ALICE = "10.66.77.2";
    private static final String GATEWAY = "10.66.77.1";
    private static final byte[] UP = Packets.tcp(ALICE, GATEWAY, 10_000);
    private static final byte[] DOWN = Packets.tcp(GATEWAY, ALICE, 10_000);
    private static final AuthenticateResponse AGREED = FakeGateway.grant("s1", 1 << 20, List.of(new Option("tso4", "1")));
    private static final AuthenticateResponse NOT_AGREED = FakeGateway.grant("s1");

    private static boolean offers(TestTunnel tunnel) throws Exception {
        tunnel.supervisor.connect();
        Call<Authenticate, AuthenticateResponse> call = FakeGateway.next(tunnel.gateway.authentications);
        return Option.SUPER_PACKETS.isIn(call.request().getOptions());
    }

    /** All that is sent up to so many packets. */
    private static List<byte[]> sent(TestTunnel tunnel, int count) throws InterruptedException {
        List<byte[]> packets = new ArrayList<>();
        while (packets.size() < count) {
            Call<SendPackets, SendPacketsResponse> call = FakeGateway.next(tunnel.gateway.sends);
            packets.addAll(call.request().getPackets());
            call.answer(new SendPacketsResponse(1));
        }
        return packets;
    }

    private static void answer(TestTunnel tunnel, byte[]... packets) throws InterruptedException {
        FakeGateway.next(tunnel.gateway.polls).answer(new ReceivePacketsResponse(0, List.of(packets)));
    }

    @Test
    void theClientOffersThemUnlessItsSettingsSayOtherwise() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            assertThat(offers(tunnel)).isTrue();
        }
        try (TestTunnel tunnel = TestTunnel.ready(Map.of("offload", false))) {
            assertThat(offers(tunnel)).isFalse();
        }
    }

    /** So that the adapter stays, with applications' connections, from a gateway that agrees to one that does not. */
    @Test
    void theAdapterHasOffloadWhateverTheGatewayAnswers() throws Exception {
        for (AuthenticateResponse terms : List.of(AGREED, NOT_AGREED)) {
            try (TestTunnel tunnel = TestTunnel.connected(Map.of(), terms)) {
                assertThat(tunnel.adapter().settings().offload()).isTrue();
            }
        }
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("offload", false), AGREED)) {
            assertThat(tunnel.adapter().settings().offload()).isFalse();
        }
    }

    @Test
    void aSuperPacketOfTheAdapterIsSentWholeIfTheGatewayTakesIt() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of(), AGREED)) {
            tunnel.adapter().inject(UP);
            assertThat(sent(tunnel, 1)).containsExactly(UP);
        }
    }

    @Test
    void aSuperPacketOfTheAdapterIsSentInPiecesIfTheGatewayTakesNoneOrHasNoRoomForIt() throws Exception {
        AuthenticateResponse otherValue = FakeGateway.grant("s1", 1 << 20, List.of(new Option("tso4", "2")));
        AuthenticateResponse noRoom = FakeGateway.grant("s1", 65_534, List.of(Option.SUPER_PACKETS));
        for (AuthenticateResponse terms : List.of(NOT_AGREED, otherValue, noRoom)) {
            try (TestTunnel tunnel = TestTunnel.connected(Map.of(), terms)) {
                tunnel.adapter().inject(UP);
                assertThat(sent(tunnel, 7)).containsExactlyElementsOf(Packets.cut(List.of(UP)));
            }
        }
    }

    @Test
    void whatIsLongerThanTheMtuAndNotTcpIsNeverSent() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of(), AGREED)) {
            tunnel.adapter().inject(Packets.numbered(1, 1501));
            tunnel.adapter().inject(Packets.numbered(2, 1500));
            assertThat(sent(tunnel, 1)).containsExactly(Packets.numbered(2, 1500));
            assertThat(tunnel.dropped(DropReason.OVER_MTU)).isEqualTo(1);
        }
    }

    @Test
    void aSuperPacketOfTheGatewayGoesWholeIntoAnAdapterWithOffload() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of(), AGREED)) {
            answer(tunnel, DOWN);
            assertThat(tunnel.adapter().takeSent(TestTunnel.LONG)).isEqualTo(DOWN);
        }
    }

    @Test
    void aSuperPacketOfTheGatewayIsCutForAnAdapterWithoutOffload() throws Exception {
        try (TestTunnel tunnel = new TestTunnel(new MemoryTunAdapterProvider(MemoryTunAdapter.DEFAULT_CAPACITY, false))) {
            tunnel.start(Map.of(), AGREED);
            answer(tunnel, DOWN);
            for (byte[] packet : Packets.cut(List.of(DOWN))) {
                assertThat(tunnel.adapter().takeSent(TestTunnel.LONG)).isEqualTo(packet);
            }
            assertThat(tunnel.adapter().takeSent(Duration.ZERO)).isNull();
        }
    }

    @Test
    void aSuperPacketThatWasNotAgreedOnIsDroppedAndTheRestOfItsBatchGoesOn() throws Exception {
        for (Map<String, Object> settings : List.of(Map.<String, Object>of(), Map.<String, Object>of("offload", false))) {
            try (TestTunnel tunnel = TestTunnel.connected(settings, settings.isEmpty() ? NOT_AGREED : AGREED)) {
                answer(tunnel, DOWN, Packets.numbered(2));
                assertThat(tunnel.adapter().takeSent(TestTunnel.LONG)).isEqualTo(Packets.numbered(2));
                assertThat(tunnel.dropped(DropReason.OVER_MTU)).isEqualTo(1);
            }
        }
    }

    @Test
    void whatWasAgreedHoldsOverANewConnectionOfTheSessionAndIsAgreedAnewWithTheNextSession() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxSends", 1), AGREED)) {
            MemoryTunAdapter adapter = tunnel.adapter();
            adapter.inject(UP);
            FakeGateway.next(tunnel.gateway.sends).fail(FakeGateway.broken());
            tunnel.scheduler.nextPause().fire();
            tunnel.resume();
            TestTunnel.get(tunnel.supervisor.connect());
            adapter.inject(UP);
            Call<SendPackets, SendPacketsResponse> again = FakeGateway.next(tunnel.gateway.sends);
            assertThat(again.request().getPackets()).containsExactly(UP);
            again.fail(FakeGateway.expired());
            tunnel.letIn(NOT_AGREED);
            TestTunnel.get(tunnel.supervisor.connect());
            adapter.inject(UP);
            assertThat(sent(tunnel, 7)).containsExactlyElementsOf(Packets.cut(List.of(UP)));
        }
    }
}
