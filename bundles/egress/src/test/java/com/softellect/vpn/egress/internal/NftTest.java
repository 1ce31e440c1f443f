package com.softellect.vpn.egress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told when {@code nft} fails; programs that say what it says stand in for it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no sh")
class NftTest {

    @TempDir
    Path folder;

    @Test
    void withoutTheCapabilityItSaysWhichOneIsNeeded() throws Exception {
        Nft nft = saying("Operation not permitted (you must be root)\\nnetlink: Error: cache initialization failed: Operation not permitted", 1);
        assertThatThrownBy(() -> nft.apply("")).hasMessageContainingAll("run it as root", "CAP_NET_ADMIN");
        assertThatThrownBy(() -> nft.list("vpn_vpn0")).hasMessageContaining("CAP_NET_ADMIN");
    }

    @Test
    void aKernelWithoutNatIsToldWithWhatNftSays() throws Exception {
        Nft nft = saying("/dev/stdin:3:9-19: Error: Could not process rule: No such file or directory\\n  chain postrouting\\n        ^^^^^^^^^", 1);
        assertThatThrownBy(() -> nft.apply("")).hasMessageContainingAll("nat and masquerade", "mode = translator", "Could not process rule")
                .hasMessageNotContaining("^");
    }

    @Test
    void aTableThatIsNotThereIsNoProblem() throws Exception {
        assertThat(saying("Error: No such file or directory\\nlist table ip vpn_vpn0", 1).list("vpn_vpn0")).isEmpty();
    }

    @Test
    void aProgramThatCannotBeRunIsNamed() {
        assertThatThrownBy(() -> new Nft(folder.toString()).apply("")).isInstanceOf(EgressException.class).hasMessageContaining(folder.toString());
    }

    private Nft saying(String text, int exitCode) throws Exception {
        Path program = folder.resolve("nft");
        Files.writeString(program, "#!/bin/sh\nprintf '" + text + "\\n' >&2\nexit " + exitCode + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new Nft(program.toString());
    }
}
