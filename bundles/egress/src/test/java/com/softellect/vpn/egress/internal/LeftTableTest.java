package com.softellect.vpn.egress.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.handover.internal.KeptStates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is left with the real handover; a program that writes down what it is called with stands in for {@code nft}. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no sh")
class LeftTableTest {

    @TempDir
    Path folder;

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final KeptStates handover = new KeptStates(scheduler);
    private Nft nft;

    @BeforeEach
    void makeAProgram() throws Exception {
        Path program = folder.resolve("nft");
        Files.writeString(program, "#!/bin/sh\necho \"$@\" >> " + folder.resolve("called") + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        nft = new Nft(program.toString());
    }

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void theNextVersionTakesItAndTheTableStays() {
        LeftTable.leave(handover, nft, "vpn0", false);
        assertThat(LeftTable.take(handover)).contains("vpn0");
        assertThat(LeftTable.take(handover)).isEmpty();
        assertThat(folder.resolve("called")).doesNotExist();
    }

    @Test
    void oneThatIsToStayIsNobodysToRemove() {
        LeftTable.leave(handover, null, "vpn0", false);
        LeftTable.leave(handover, null, "vpn1", false);
        assertThat(folder.resolve("called")).doesNotExist();
        assertThat(LeftTable.take(handover)).contains("vpn1");
    }

    @Test
    void ifNobodyTakesItTheTableIsRemoved() {
        LeftTable.leave(handover, nft, "vpn0", false);
        LeftTable.leave(handover, nft, "vpn1", false); // and so is disposed of what was left before
        assertThat(folder.resolve("called")).hasContent("add table ip vpn_vpn0;delete table ip vpn_vpn0;");
    }
}
