package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.measure.Ping;
import com.softellect.vpn.lab.measure.PingResult;
import com.softellect.vpn.lab.measure.Transfer;
import com.softellect.vpn.lab.measure.TransferResult;
import com.softellect.vpn.lab.net.Command;
import com.softellect.vpn.lab.node.Node;
import com.softellect.vpn.lab.node.Pair;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One gateway and one client, each a Karaf of its own with a real TUN adapter. Every test leaves the tunnel up. */
@Timeout(600)
class TunnelIT {

    private static final int PINGS = 50;
    private static final int IPV4_AND_ICMP_HEADERS = 28;
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(60);
    private static final Pattern MTU = Pattern.compile(" mtu (\\d+) ");

    private static Pair pair;

    @BeforeAll
    static void startBoth() throws Exception {
        pair = EndToEndLab.get().pair("tunnel");
        pair.startConnected();
    }

    @BeforeEach
    void awaitTunnel() throws Exception {
        pair.awaitTunnel();
    }

    @AfterAll
    static void stopBoth() throws InterruptedException {
        if (pair != null) {
            pair.stop();
        }
    }

    @Test
    void pingsAreAnswered() throws Exception {
        assertThat(pings().send(PINGS).answered()).isEqualTo(PINGS);
    }

    @Test
    void packetsOfTheMtuPassAndLargerOnesDoNotLeave() throws Exception {
        int largest = mtu(pair.client()) - IPV4_AND_ICMP_HEADERS;

        assertThat(mtu(pair.client())).isEqualTo(mtu(pair.gateway()));
        assertThat(pings().withPayload(largest).send(PINGS).answered()).isEqualTo(PINGS);
        assertThat(pings().withPayload(largest + 1).send(1).answered()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void twoHundredMegabytesArriveAsTheyWereSent(Direction direction) throws Exception {
        TransferResult result = transfer().bytes(direction, 200_000_000);

        assertThat(result.identical()).isTrue();
        assertThat(result.bytes()).isGreaterThanOrEqualTo(200_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 1472, 8000})
    void datagramsComeBackUnchangedAlsoInFragments(int bytes) throws Exception {
        try (UdpEcho echo = UdpEcho.start(pair.gateway().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS)) {
            assertThat(echo.exchange(pair.client().namespace(), bytes, 100)).isEqualTo(100);
        }
    }

    @Test
    void aClientThatWasKilledConnectsAgainWhenItIsStarted() throws Exception {
        pair.client().kill();
        pair.client().start();
        pair.client().awaitRole();
        pair.awaitTunnel();

        assertThat(pings().send(PINGS).answered()).isEqualTo(PINGS);
    }

    @Test
    void theClientComesBackByItselfWhenTheGatewayWasKilledAndIsStarted() throws Exception {
        pair.gateway().kill();
        pair.client().process().await("the loss of the gateway being noticed", NOTICE_LIMIT,
                () -> !pair.client().status().connected());
        pair.gateway().start();
        pair.awaitService();
        pair.awaitTunnel();

        assertThat(pings().send(PINGS).answered()).isEqualTo(PINGS);
        assertThat(pair.client().status().reconnects()).isPositive();
        assertThat(transfer().bytes(Direction.UP, 1_000_000)).satisfies(result -> assertThat(result.identical()).isTrue());
    }

    @Test
    void theGatewayReachesTheClientToo() throws Exception {
        PingResult result = Ping.every(10, pair.gateway().namespace(), Pair.CLIENT_TUNNEL_ADDRESS).send(PINGS);

        assertThat(result.answered()).isEqualTo(PINGS);
    }

    private static Ping pings() {
        return Ping.every(10, pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS);
    }

    private static Transfer transfer() {
        return new Transfer(pair.gateway().namespace(), pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS);
    }

    /** Of the adapter, as the kernel knows it. */
    private static int mtu(Node node) throws Exception {
        Command list = node.namespace().command("ip", "-o", "link", "show", "type", "tun");
        Matcher matcher = MTU.matcher(list.require());
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
