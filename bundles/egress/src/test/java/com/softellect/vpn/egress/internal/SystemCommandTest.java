package com.softellect.vpn.egress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no sh")
class SystemCommandTest {

    @Test
    void whatItComplainsOfIsKeptWithItsExitCode() throws Exception {
        SystemCommand.Result result = sh("cat; echo no such chain >&2; exit 3", 10).run("said\n");
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).isEqualTo("said\nno such chain");
    }

    @Test
    void whatDoesNotEndIsEndedAndNamed() {
        assertThatThrownBy(() -> sh("exec sleep 100", 1).run("")).isInstanceOf(EgressException.class).hasMessageContainingAll("sleep 100", "within 1 s");
    }

    @Test
    void whatIsNotThereIsNoResult() {
        assertThatThrownBy(() -> new SystemCommand(List.of("/nowhere/nft"), 10).run("")).isInstanceOf(IOException.class);
    }

    @Test
    void whatDoesNotReadItsInputIsNoFailure() throws Exception {
        assertThat(sh("exit 0", 10).run("x".repeat(60_000)).ok()).isTrue();
    }

    private static SystemCommand sh(String script, long limit) {
        return new SystemCommand(List.of("sh", "-c", script), limit);
    }
}
