package com.softellect.vpn.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.softellect.vpn.lab.LabException;
import org.junit.jupiter.api.Test;

class Iperf3Test {

    @Test
    void whatArrivedCountsNotWhatWasSentAndRetransmissionsDo() throws LabException {
        String json = """
                {"end": {"sum_sent": {"bits_per_second": 9e8, "retransmits": 7}, "sum_received": {"bits_per_second": 812345678.9, "bytes": 101543209}}}""";

        assertThat(Iperf3.Found.parse(json).megabitsPerSecond()).isCloseTo(812.3456789, within(1e-6));
        assertThat(Iperf3.Found.parse(json).retransmits()).isEqualTo(7);
        assertThat(Iperf3.Found.parse(json).bytes()).isEqualTo(101_543_209);
    }

    @Test
    void itsOwnErrorIsPassedOn() {
        String json = """
                {"start": {}, "error": "unable to connect to server: Connection refused"}""";

        assertThatThrownBy(() -> Iperf3.Found.parse(json)).isInstanceOf(LabException.class)
                .hasMessageContaining("Connection refused");
    }

    @Test
    void outputThatIsNoReportIsAnError() {
        assertThatThrownBy(() -> Iperf3.Found.parse("iperf3: command failed")).isInstanceOf(LabException.class)
                .hasMessageContaining("command failed");
    }
}
