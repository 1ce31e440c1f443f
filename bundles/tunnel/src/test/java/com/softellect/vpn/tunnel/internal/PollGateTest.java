package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.session.Batch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PollGateTest {

    private static final Batch SMALL = new Batch(0, List.of(new byte[100]));

    @Test
    void anAnswerWithPacketsLetsTwoPollsOutInItsPlace() throws Exception {
        PollGate gate = new PollGate(4);
        gate.await();
        gate.answered(SMALL, 1000, 0);
        assertThat(gate.await()).isTrue();
        assertThat(gate.await()).isTrue();
        assertThat(gate.out()).isEqualTo(2);
    }

    @Test
    void answersWithPacketsDoNotSaveUpPollsBeyondTheLimit() throws Exception {
        PollGate gate = new PollGate(2);
        gate.await();
        gate.answered(SMALL, 1000, 0);
        gate.await();
        gate.answered(SMALL, 1000, 0);
        gate.await();
        gate.await();
        gate.answeredEmpty();
        gate.answeredEmpty();
        gate.await();
        gate.answeredEmpty();
        assertThat(gate.await()).isTrue();
        assertThat(gate.out()).isEqualTo(1);
    }

    @Test
    void theLastPollIsMadeAgainAlsoIfItComesBackEmpty() throws Exception {
        PollGate gate = new PollGate(4);
        for (int i = 0; i < 10; i++) {
            assertThat(gate.await()).isTrue();
            gate.answeredEmpty();
        }
    }

    @Test
    void aClosedGateLetsNobodyOut() throws Exception {
        PollGate gate = new PollGate(4);
        gate.close();
        assertThat(gate.await()).isFalse();
    }
}
