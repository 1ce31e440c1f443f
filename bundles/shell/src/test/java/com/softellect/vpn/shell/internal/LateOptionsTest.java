package com.softellect.vpn.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateOptionsTest {

    private final ConnectCommand connect = new ConnectCommand();
    private final ClientAddCommand add = new ClientAddCommand();

    @Test
    void optionsBehindTheArgumentAreSet() throws Exception {
        new LateOptions(List.of("--timeout", "5", "--no-wait")).applyTo(connect);
        assertThat(connect.timeout).isEqualTo(5);
        assertThat(connect.noWait).isTrue();
        new LateOptions(List.of("--public-key=abc=", "--expires", "30d", "--qr")).applyTo(add);
        assertThat(add.publicKey).isEqualTo("abc=");
        assertThat(add.expires).isEqualTo("30d");
        assertThat(add.qr).isTrue();
    }

    @Test
    void anOptionThatMayStandSeveralTimesKeepsAllValues() throws Exception {
        add.allow = List.of("10.0.0.0/8");
        new LateOptions(List.of("--allow", "192.0.2.1", "--allow=192.0.2.2")).applyTo(add);
        assertThat(add.allow).containsExactly("10.0.0.0/8", "192.0.2.1", "192.0.2.2");
    }

    @Test
    void whatStoodBeforeTheArgumentStays() throws Exception {
        connect.timeout = 7;
        new LateOptions(List.of("--no-wait")).applyTo(connect);
        assertThat(connect.timeout).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"--wait, 'no option --wait: take one of --no-wait, --timeout'", "5, '''5'' is one argument too many'", "--timeout, needs a value",
        "--timeout=x, no whole number"})
    void mistakesAreNamed(String word, String problem) {
        assertThatThrownBy(() -> new LateOptions(List.of(word)).applyTo(connect)).hasMessageContaining(problem);
    }
}
