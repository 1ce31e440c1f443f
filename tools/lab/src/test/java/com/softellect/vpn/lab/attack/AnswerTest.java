package com.softellect.vpn.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTest {

    private static final String FAULT = "<authenticationFailed><reason>REFUSED</reason></authenticationFailed>";

    @Test
    void anAnswerIsWholeWhenItsLengthIsThere() {
        String whole = "HTTP/1.1 500 Server Error\r\nContent-Length: " + FAULT.length() + "\r\n\r\n" + FAULT;

        assertThat(Answer.parse(whole.substring(0, 20))).isEmpty();
        assertThat(Answer.parse(whole.substring(0, whole.length() - 1))).isEmpty();
        assertThat(Answer.parse(whole)).hasValueSatisfying(answer -> {
            assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(answer.closes()).isFalse();
        });
    }

    @Test
    void anAnswerInChunksIsWholeWithItsLastOne() {
        String head = "HTTP/1.1 500 Server Error\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
        String chunk = Integer.toHexString(FAULT.length()) + "\r\n" + FAULT.replace("REFUSED", "TOO_MANY") + "\r\n";

        assertThat(Answer.parse(head + chunk)).isEmpty();
        assertThat(Answer.parse(head + chunk + "0\r\n\r\n")).hasValueSatisfying(answer -> {
            assertThat(answer.outcome()).isEqualTo(Outcome.TOO_MANY);
            assertThat(answer.closes()).isTrue();
        });
    }

    @Test
    void aStrangerThatIsLetInIsNotOverlooked() {
        assertThat(outcome("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")).isEqualTo(Outcome.LET_IN);
        assertThat(outcome("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(outcome("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n")).isEqualTo(Outcome.TOO_MANY);
        assertThat(outcome("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")).isEqualTo(Outcome.ODD);
    }

    private static Outcome outcome(String answer) {
        return Answer.parse(answer).orElseThrow().outcome();
    }
}
