package com.softellect.vpn.endpoint.internal;

import static com.softellect.vpn.endpoint.internal.SoapCaller.element;
import static com.softellect.vpn.endpoint.internal.SoapCaller.envelope;
import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.router.PacketRouter;
import com.softellect.vpn.endpoint.internal.RawCaller.Answer;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the gateway's own errors look like from outside, on each way of a call: the router of this gateway is broken. */
@Timeout(60)
class InternalErrorTest {

    private GatewayHarness gateway;

    private Answer sentToABrokenRouter(boolean shortWay) throws Exception {
        gateway = new GatewayHarness(20, Map.of(), Map.of("shortWay", shortWay));
        gateway.addClient("alice", "10.66.77.2");
        String alice = new SoapCaller(gateway).session("alice");
        gateway.stopEndpoint();
        gateway.startEndpoint(broken());
        try (RawCaller raw = new RawCaller(gateway)) {
            return raw.call("text/xml; charset=utf-8", envelope("sendPackets", element("sessionId", alice) + element("sequence", 0)
                    + element("packet", "RQAA")).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static PacketRouter broken() {
        return (PacketRouter) Proxy.newProxyInstance(PacketRouter.class.getClassLoader(), new Class<?>[] {PacketRouter.class},
                (proxy, method, args) -> {
                    throw new IllegalStateException("secret inside");
                });
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void anErrorInsideCxfsWayIsAFaultWithAReferenceAndNothingElse() throws Exception {
        Answer answer = sentToABrokenRouter(false);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).containsPattern("<faultcode>soap:Server</faultcode><faultstring>internal error of the gateway: [^<]* [0-9a-f]{12}<")
                .doesNotContain("secret inside", "Exception", "detail");
        assertThat(gateway.counter("refused.failed")).isEqualTo(1);
    }

    @Test
    void anErrorOnTheShortWayIsAShortAnswerThatSaysNothing() throws Exception {
        Answer answer = sentToABrokenRouter(true);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("internal error of the gateway");
        assertThat(gateway.counter("refused.failed")).isEqualTo(1);
    }
}
