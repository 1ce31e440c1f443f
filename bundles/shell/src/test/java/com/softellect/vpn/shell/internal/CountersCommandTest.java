package com.softellect.vpn.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import org.junit.jupiter.api.Test;

class CountersCommandTest {

    private final Counters router = new Counters("router");
    private final FakeContext gateway = new FakeContext().with(router).with(new Counters("endpoint"));

    @Test
    void aDropIsShownWithItsReasonInWords() throws Exception {
        router.drop(DropReason.QUEUE_FULL, 3);
        assertThat(Printed.by(new CountersCommand(), gateway))
                .containsSubsequence("router", "drop.queue_full", "3", "the queue was full");
    }

    @Test
    void reasonsWithoutDropsAreLeftOut() throws Exception {
        router.drop(DropReason.QUEUE_FULL, 3);
        assertThat(Printed.by(new CountersCommand(), gateway)).contains("packets.in").doesNotContain("drop.ipv6");
    }

    @Test
    void allShowsEveryReason() throws Exception {
        String all = Printed.by(Printed.with(new CountersCommand(), "all", true), gateway);
        for (DropReason reason : DropReason.values()) {
            assertThat(all).contains(reason.meaning());
        }
    }

    @Test
    void oneLayerIsShownAlone() throws Exception {
        assertThat(Printed.by(Printed.with(new CountersCommand(), "layer", "router"), gateway))
                .contains("router").doesNotContain("endpoint");
    }

    @Test
    void anUnknownLayerFailsWithTheOnesThatAreThere() {
        assertThatThrownBy(() -> Printed.by(Printed.with(new CountersCommand(), "layer", "rooter"), gateway))
                .hasMessage("no layer 'rooter' here: take one of endpoint, router");
    }

    @Test
    void withoutAnyLayerTheFeaturesAreNamed() {
        assertThatThrownBy(() -> Printed.by(new CountersCommand(), new FakeContext()))
                .hasMessageContaining("feature:install vpn-gateway").hasMessageContaining("feature:install vpn-client");
    }
}
