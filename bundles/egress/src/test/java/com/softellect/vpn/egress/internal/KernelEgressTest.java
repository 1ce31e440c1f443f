package com.softellect.vpn.egress.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.router.PacketRouter;
import com.softellect.vpn.api.router.RouterStatus;
import com.softellect.vpn.api.session.Session;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the kernel has nothing to do: what it does in the system is shown end to end, in namespaces. */
class KernelEgressTest {

    private final KernelEgress egress = new KernelEgress(Settings.ofMode("kernel"), Handover.none());

    @AfterEach
    void stop() {
        egress.stop();
    }

    @Test
    void withoutARouterItWaits() {
        egress.start();
        assertThat(egress.status().chosen()).isTrue();
        assertThat(egress.status().problem()).contains("router");
    }

    @Test
    void anAdapterInMemoryIsNothingForTheKernel() {
        egress.start();
        egress.bindRouter(new InMemory());
        assertThat(egress.status().problem()).isNull();
        assertThat(egress.status().detail()).contains("in memory");
    }

    @Test
    void aSettingThatCannotBeUsedIsAProblemUntilItIsCorrected() {
        egress.bindRouter(new InMemory());
        egress.start();
        egress.configure(Settings.ofMode("nat"));
        assertThat(egress.status().problem()).contains("mode = nat");
        egress.configure(Settings.ofMode("translator"));
        assertThat(egress.status().chosen()).isFalse();
        egress.configure(Settings.ofMode("kernel"));
        assertThat(egress.status().problem()).isNull();
    }

    private static final class InMemory implements PacketRouter {

        @Override
        public void route(Session from, List<byte[]> packets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RouterStatus status() {
            return new RouterStatus("memory", "vpn0", false, true, null);
        }
    }
}
