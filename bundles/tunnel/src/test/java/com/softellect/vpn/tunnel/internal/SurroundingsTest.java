package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.tunnel.TunnelState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.xml.ws.WebServiceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tunnel and the system around it: who is told what, and when. */
@Timeout(60)
class SurroundingsTest {

    private static final String FIRST = "https://192.0.2.1:8443/cxf/vpn";
    private static final String SECOND = "https://192.0.2.2:8443/cxf/vpn";
    private static final String APPROACH = "approach gateway.test [192.0.2.1, 192.0.2.2] 8443";
    private static final String ENTER = "enter vpnc0 10.66.77.2/24";

    private final FakeSurroundings surroundings = new FakeSurroundings();
    private TestTunnel tunnel;

    @AfterEach
    void stop() {
        tunnel.close();
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }

    private void ready(String... urls) throws IOException {
        tunnel = TestTunnel.ready(Map.of(), Profiles.alice(urls));
        tunnel.resolver = host -> addresses("192.0.2.1", "192.0.2.2");
        tunnel.supervisor.surroundingsCame(surroundings);
    }

    private void connected() throws Exception {
        ready();
        tunnel.supervisor.connect();
        tunnel.letIn(FakeGateway.grant("s1"));
        tunnel.await(TunnelState.CONNECTED);
        surroundings.take();
        tunnel.urls.clear();
    }

    private String nextUrl() throws InterruptedException {
        return FakeGateway.next(tunnel.urls);
    }

    @Test
    void theyAreThereBeforeTheGatewayIsAskedAndLedIntoTheTunnelOnceItIsUp() throws Exception {
        ready();
        tunnel.supervisor.connect();
        assertThat(nextUrl()).as("the address, so that no call asks for a name").isEqualTo(FIRST);
        assertThat(surroundings.said()).containsExactly("leave", APPROACH);
        tunnel.letIn(FakeGateway.grant("s1"));
        tunnel.await(TunnelState.CONNECTED);
        assertThat(surroundings.said()).containsExactly("leave", APPROACH, ENTER);
        assertThat(tunnel.status().gateway()).as("operators know it by its name").isEqualTo(Profiles.URL);
    }

    @Test
    void whoDisconnectsIsReleased() throws Exception {
        connected();
        tunnel.supervisor.disconnect();
        assertThat(surroundings.said()).containsExactly("leave", "release");
    }

    @Test
    void theEndOfTheProcessReleasesNobody() throws Exception {
        connected();
        tunnel.gateway.endsPollsAtGoodbye = true;
        tunnel.supervisor.close();
        assertThat(surroundings.said()).containsExactly("leave");
    }

    @Test
    void aSwapOfTheTunnelLeavesThemAsTheyAre() throws Exception {
        connected();
        tunnel.gateway.failAll();
        LeftTunnel left = tunnel.supervisor.leave();
        assertThat(surroundings.said()).isEmpty();
        assertThat(LeftTunnel.of(left.state()).hosts()).containsEntry("gateway.test", List.of(addresses("192.0.2.1", "192.0.2.2")));
    }

    @Test
    void whenTheyCantBeMadeReadyNothingIsSent() throws Exception {
        ready();
        surroundings.refusal = "nft is not there";
        assertThat(TestTunnel.get(tunnel.supervisor.connect()).state()).isEqualTo(TunnelState.FAILED);
        assertThat(tunnel.status().problem()).isEqualTo("nft is not there");
        assertThat(tunnel.urls).isEmpty();
    }

    @Test
    void whenTheyCantBeLedIntoTheTunnelItFails() throws Exception {
        ready();
        surroundings.enterRefusal = "ip says no";
        tunnel.supervisor.connect();
        tunnel.letIn(FakeGateway.grant("s1"));
        assertThat(tunnel.await(TunnelState.FAILED).problem()).isEqualTo("ip says no");
        assertThat(surroundings.said()).endsWith(ENTER, "leave");
        assertThat(surroundings.said()).as("a kill switch stays closed").doesNotContain("release");
    }

    @Test
    void whileTheGatewayIsAwayTheyStayAndItsAddressesAreTriedInTurn() throws Exception {
        connected();
        FakeGateway.next(tunnel.gateway.polls).fail(FakeGateway.broken());
        tunnel.scheduler.nextPause().fire();
        assertThat(nextUrl()).isEqualTo(FIRST);
        FakeGateway.next(tunnel.gateway.resumptions).fail(FakeGateway.broken());
        tunnel.scheduler.nextPause().fire();
        assertThat(nextUrl()).isEqualTo(SECOND);
        assertThat(surroundings.said()).containsExactly(APPROACH, APPROACH);
    }

    @Test
    void aNameThatIsNotKnownAnyMoreIsNotNeeded() throws Exception {
        connected();
        tunnel.resolver = host -> {
            throw new UnknownHostException(host);
        };
        FakeGateway.next(tunnel.gateway.polls).fail(FakeGateway.broken());
        for (String url : List.of(FIRST, SECOND, FIRST)) {
            tunnel.scheduler.nextPause().fire();
            assertThat(nextUrl()).isEqualTo(url);
            FakeGateway.next(tunnel.gateway.resumptions).fail(FakeGateway.broken());
        }
    }

    @Test
    void afterARoundInVainTheNameIsAskedForAgain() throws Exception {
        ready();
        tunnel.supervisor.connect();
        nextUrl();
        CountDownLatch asked = new CountDownLatch(1);
        tunnel.resolver = host -> {
            asked.countDown();
            return addresses("198.51.100.1");
        };
        FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.broken());
        asked.await();
        tunnel.scheduler.nextPause().fire();
        for (int i = 0; !nextUrl().contains("198.51.100.1"); i++) {
            assertThat(i).isLessThan(3);
            FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.broken());
            tunnel.scheduler.nextPause().fire();
        }
    }

    @Test
    void allHostsAreAskedForBeforeTheFirstOfThemIsApproached() throws Exception {
        ready(Profiles.URL, Profiles.OTHER_URL);
        tunnel.resolver = host -> addresses(host.equals("other.test") ? "192.0.2.9" : "192.0.2.1");
        tunnel.supervisor.connect();
        assertThat(nextUrl()).isEqualTo(FIRST);
        tunnel.resolver = host -> {
            throw new UnknownHostException(host);
        };
        FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.broken());
        assertThat(nextUrl()).isEqualTo("https://192.0.2.9:8443/cxf/vpn");
        assertThat(surroundings.said()).containsExactly("leave", "approach gateway.test [192.0.2.1] 8443", "approach other.test [192.0.2.9] 8443");
    }

    @Test
    void behindAKillSwitchThatAKilledProcessLeftTheAddressesAreThoseThatItKnew() throws Exception {
        ready();
        tunnel.resolver = host -> {
            throw new UnknownHostException(host);
        };
        surroundings.lastKnown = List.of(addresses("192.0.2.2"));
        tunnel.supervisor.connect();
        assertThat(nextUrl()).isEqualTo(SECOND);
    }

    @Test
    void aHostThatHasNoAddressIsWaitedFor() throws Exception {
        ready();
        tunnel.resolver = host -> {
            throw new UnknownHostException(host);
        };
        tunnel.supervisor.connect();
        assertThat(tunnel.await(TunnelState.WAITING).problem()).contains("no such host");
        tunnel.resolver = host -> addresses("192.0.2.1");
        tunnel.scheduler.nextPause().fire();
        assertThat(nextUrl()).isEqualTo(FIRST);
    }

    @Test
    void whoDisconnectsWhileANameIsAskedForIsNotConnectedByTheAnswer() throws Exception {
        ready();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        tunnel.resolver = host -> {
            asked.countDown();
            awaitUninterrupted(answer);
            return addresses("192.0.2.1");
        };
        tunnel.supervisor.connect();
        asked.await();
        tunnel.supervisor.disconnect();
        answer.countDown();
        tunnel.settle();
        assertThat(tunnel.status().state()).isEqualTo(TunnelState.DISCONNECTED);
        tunnel.supervisor.connect();
        assertThat(nextUrl()).isEqualTo(FIRST);
        tunnel.settle();
        assertThat(tunnel.urls).as("once").isEmpty();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anotherNetworkMeansAnotherConnectionAtOnceOverTheSameSession() throws Exception {
        connected();
        surroundings.listener.wayChanged(true);
        assertThat(nextUrl()).isEqualTo(FIRST);
        tunnel.resume();
        assertThat(tunnel.await(TunnelState.CONNECTED).resumes()).isEqualTo(1);
        assertThat(surroundings.said()).containsExactly(APPROACH, ENTER);
    }

    @Test
    void whereAPortalAnsweredInTheGatewaysPlaceTheNextNetworkIsTried() throws Exception {
        ready();
        tunnel.supervisor.connect();
        nextUrl();
        FakeGateway.next(tunnel.gateway.authentications).fail(new WebServiceException(new UnexpectedPinException("portal", false)));
        tunnel.await(TunnelState.FAILED);
        surroundings.listener.wayChanged(true);
        assertThat(nextUrl()).isEqualTo(FIRST);
        FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.refused("REFUSED"));
        tunnel.await(TunnelState.FAILED);
        surroundings.listener.wayChanged(true);
        tunnel.settle();
        assertThat(tunnel.status().state()).as("the gateway itself has said no").isEqualTo(TunnelState.FAILED);
    }

    @Test
    void theSameNetworkThatIsBackDisturbsNoConnection() throws Exception {
        connected();
        surroundings.listener.wayChanged(false);
        tunnel.settle();
        assertThat(tunnel.status().state()).isEqualTo(TunnelState.CONNECTED);
        assertThat(tunnel.urls).isEmpty();
    }

    @Test
    void aNetworkThatIsBackEndsThePause() throws Exception {
        connected();
        FakeGateway.next(tunnel.gateway.polls).fail(FakeGateway.broken());
        tunnel.await(TunnelState.WAITING);
        VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
        surroundings.listener.wayChanged(false);
        assertThat(nextUrl()).isEqualTo(FIRST);
        assertThat(pause.isCancelled()).isTrue();
    }

    @Test
    void anAttemptOverANetworkThatIsGoneIsMadeAnewAndCostsNoSession() throws Exception {
        connected();
        FakeGateway.next(tunnel.gateway.polls).fail(FakeGateway.broken());
        tunnel.scheduler.nextPause().fire();
        nextUrl();
        FakeGateway.Call<?, com.softellect.vpn.contract.SendPacketsResponse> lost = FakeGateway.next(tunnel.gateway.resumptions);
        surroundings.listener.wayChanged(true);
        assertThat(nextUrl()).isEqualTo(FIRST);
        lost.fail(FakeGateway.broken());
        tunnel.resume();
        tunnel.await(TunnelState.CONNECTED);
        assertThat(tunnel.gateway.goodbyes).isEmpty();
    }

    private static WebServiceException late(String message) {
        return new WebServiceException(new SocketTimeoutException(message));
    }

    @Test
    void aGatewayThatIsConnectedToAndThenSilentIsAskedWithSmallerPacketsAtOnce() throws Exception {
        ready();
        surroundings.narrower = 2;
        tunnel.supervisor.connect();
        for (int i = 0; i < 3; i++) {
            assertThat(nextUrl()).isEqualTo(FIRST);
            FakeGateway.next(tunnel.gateway.authentications).fail(late("Read timed out"));
        }
        tunnel.scheduler.nextPause();
        assertThat(surroundings.said()).containsExactly("leave", APPROACH, "narrow", APPROACH, "narrow", APPROACH, "narrow");
    }

    @Test
    void aGatewayThatIsNotConnectedToSaysNothingOfTheSizeOfPackets() throws Exception {
        ready();
        surroundings.narrower = 2;
        tunnel.supervisor.connect();
        FakeGateway.next(tunnel.gateway.authentications).fail(late("Connect timed out"));
        tunnel.scheduler.nextPause();
        assertThat(surroundings.said()).doesNotContain("narrow");
    }

    @Test
    void aConnectionThatSoonStandsStillIsMadeAgainWithSmallerPackets() throws Exception {
        connected();
        surroundings.narrower = 1;
        FakeGateway.next(tunnel.gateway.polls).fail(late("Read timed out"));
        tunnel.scheduler.nextPause().fire();
        nextUrl();
        tunnel.resume();
        assertThat(nextUrl()).as("no TCP connection from before is used").isEqualTo(FIRST);
        tunnel.resume();
        tunnel.await(TunnelState.CONNECTED);
        assertThat(surroundings.said()).containsExactly(APPROACH, "narrow", APPROACH, ENTER);
        assertThat(tunnel.gateway.goodbyes).isEmpty();
    }

    @Test
    void theNextVersionOfTheBundleIsToldOfATunnelThatIsUp() throws Exception {
        connected();
        FakeSurroundings next = new FakeSurroundings();
        tunnel.supervisor.surroundingsGo(surroundings);
        tunnel.supervisor.surroundingsCame(next);
        tunnel.settle();
        assertThat(next.said()).containsExactly(APPROACH, ENTER);
        assertThat(surroundings.said()).isEmpty();
        assertThat(surroundings.listener).isNull();
        assertThat(tunnel.status().state()).isEqualTo(TunnelState.CONNECTED);
    }

    @Test
    void withoutTheBundleTheSystemsOwnNamesAreUsed() throws Exception {
        tunnel = TestTunnel.ready(Map.of());
        tunnel.supervisor.connect();
        assertThat(nextUrl()).isEqualTo(Profiles.URL);
    }
}
