package com.softellect.vpn.translator.internal;

import static com.softellect.vpn.translator.internal.TcpHeader.ACK;
import static com.softellect.vpn.translator.internal.TcpHeader.FIN;
import static com.softellect.vpn.translator.internal.TcpHeader.RST;
import static com.softellect.vpn.translator.internal.TcpHeader.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How far a TCP connection is, by the segments that pass. */
class FlowTest {

    private static final boolean OUT = true;
    private static final boolean IN = false;

    private final Lease lease = new Lease(Transport.TCP, MemoryOutside.ADDRESS, 20_000, 7);
    private final Flow flow = new Flow(new Mapping(new Mapping.Key(Transport.TCP, 1, 2, MemoryOutside.ADDRESS), lease), lease, 3, 80, 1500, 0, 0);

    private void open() {
        flow.segment(OUT, SYN);
        flow.segment(IN, SYN | ACK);
        flow.segment(OUT, ACK);
    }

    @Test
    void itIsEstablishedWhenBothEndsHaveOpenedIt() {
        flow.segment(OUT, SYN);
        assertThat(flow.isEstablished()).isFalse();
        flow.segment(IN, SYN | ACK);
        assertThat(flow.isEstablished()).isTrue();
    }

    @Test
    void whoClosesOneWayMayStillGetTheOther() {
        open();
        assertThat(flow.segment(OUT, FIN | ACK)).isFalse();
        assertThat(flow.isEstablished()).isTrue();
        assertThat(flow.segment(IN, FIN | ACK)).as("lives shorter").isTrue();
        assertThat(flow.isEstablished()).isFalse();
        flow.segment(OUT, ACK);
        assertThat(flow.isEstablished()).isFalse();
    }

    @Test
    void aResetShortensItAndAForgedOneDoesNotForLong() {
        open();
        assertThat(flow.segment(IN, RST)).isTrue();
        assertThat(flow.isEstablished()).isFalse();
        flow.segment(OUT, ACK);
        assertThat(flow.isEstablished()).isTrue();
    }

    @Test
    void aNewConnectionBetweenTheSamePortsBeginsAnew() {
        open();
        flow.segment(OUT, FIN | ACK);
        flow.segment(IN, FIN | ACK);
        flow.segment(OUT, SYN);
        assertThat(flow.isEstablished()).isFalse();
        flow.segment(IN, SYN | ACK);
        assertThat(flow.isEstablished()).isTrue();
    }
}
