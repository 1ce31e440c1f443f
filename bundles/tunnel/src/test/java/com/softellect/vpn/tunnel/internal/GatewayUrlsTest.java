package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.ws.WebServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway that is reached under several URLs, and one that wants to be left alone. */
@Timeout(60)
class GatewayUrlsTest {

    private static final String THIRD = "https://third.test/cxf/vpn";

    private static String next(TestTunnel tunnel) throws InterruptedException {
        return FakeGateway.next(tunnel.urls);
    }

    @Test
    void theUrlsAreAskedInTurnWithoutPausesAndAfterEachRoundThereIsALongerOne() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of(), Profiles.alice(Profiles.URL, Profiles.OTHER_URL, THIRD))) {
            tunnel.supervisor.connect();
            List<Long> pauses = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (String url : List.of(Profiles.URL, Profiles.OTHER_URL, THIRD)) {
                    assertThat(next(tunnel)).isEqualTo(url);
                    assertThat(tunnel.status().gateway()).as("the one in use").isEqualTo(url);
                    FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.broken());
                }
                VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
                pauses.add(pause.millis());
                pause.fire();
            }
            assertThat(pauses).containsExactly(250L, 500L, 1000L);
            next(tunnel);
            FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.broken());
            assertThat(next(tunnel)).isEqualTo(Profiles.OTHER_URL);
            tunnel.letIn(FakeGateway.grant("s1"));
            TunnelStatus status = tunnel.await(TunnelState.CONNECTED);
            assertThat(status.gateway()).isEqualTo(Profiles.OTHER_URL);
            assertThat(status.clientId()).isEqualTo("alice");
        }
    }

    @Test
    void aConnectionThatBrokeIsMadeAgainWhereItsSessionIsAndElsewhereIfThatIsInVain() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of(), Profiles.alice(Profiles.URL, Profiles.OTHER_URL))) {
            tunnel.supervisor.connect();
            assertThat(next(tunnel)).isEqualTo(Profiles.URL);
            tunnel.letIn(FakeGateway.grant("s1"));
            FakeGateway.next(tunnel.gateway.polls).fail(FakeGateway.broken());
            tunnel.scheduler.nextPause().fire();
            assertThat(next(tunnel)).isEqualTo(Profiles.URL);
            FakeGateway.next(tunnel.gateway.resumptions).fail(FakeGateway.broken());
            assertThat(next(tunnel)).isEqualTo(Profiles.OTHER_URL);
            tunnel.refuseResumption();
            assertThat(next(tunnel)).as("the one that answered").isEqualTo(Profiles.OTHER_URL);
            tunnel.letIn(FakeGateway.grant("s2"));
            assertThat(tunnel.await(TunnelState.CONNECTED).gateway()).isEqualTo(Profiles.OTHER_URL);
        }
    }

    @Test
    void aGatewayThatWantsToBeLeftAloneIsUpToTheLongestPause() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            tunnel.random = 0;
            tunnel.supervisor.connect();
            FakeGateway.next(tunnel.gateway.authentications).fail(busy(7000));
            VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
            assertThat(pause.millis()).isEqualTo(7000);
            assertThat(tunnel.await(TunnelState.WAITING).problem()).contains("busy", "503");
            pause.fire();
            FakeGateway.next(tunnel.gateway.authentications).fail(busy(Long.MAX_VALUE));
            pause = tunnel.scheduler.nextPause();
            assertThat(pause.millis()).isEqualTo(25_000);
            pause.fire();
            FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.broken());
            assertThat(tunnel.scheduler.nextPause().millis()).as("wanted once").isEqualTo(800);
        }
    }

    @Test
    void theLongestWishOfARoundCounts() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of(), Profiles.alice(Profiles.URL, Profiles.OTHER_URL))) {
            tunnel.random = 0;
            tunnel.supervisor.connect();
            FakeGateway.next(tunnel.gateway.authentications).fail(busy(9000));
            FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.broken());
            assertThat(tunnel.scheduler.nextPause().millis()).isEqualTo(9000);
        }
    }

    private static WebServiceException busy(long retryAfterMillis) {
        return new WebServiceException(new GatewayBusyException(503, retryAfterMillis));
    }
}
