package com.softellect.vpn.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionsTest {

    @Test
    void eachClientsSessionHasItsNumber() {
        Sessions sessions = Sessions.parse("12\talice\t10.66.77.2\t3 s\t0 s\t0\t1\n13\tbob\t10.66.77.3\t1 s\t0 s\t0\t1\n");

        assertThat(sessions.numberOf("alice")).contains(12L);
        assertThat(sessions.numberOf("bob")).contains(13L);
        assertThat(sessions.numberOf("carol")).isEmpty();
    }

    @Test
    void withoutASessionThereIsNoNumber() {
        assertThat(Sessions.parse("no sessions").numberOf("sessions")).isEmpty();
    }
}
