package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.measure.TransferResult;
import com.softellect.vpn.lab.net.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Egress through the kernel: what a client may expect, and what the system may. */
class KernelEgressIT extends EgressTests {

    private static final String OTHERS = "table ip others {\n\tchain forward {\n\t\ttype filter hook forward priority filter; policy accept;\n\t}\n}";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    KernelEgressIT() {
        super("kernel", "egress");
    }

    @Override
    void beforeTheGatewayStarts() throws Exception {
        assumeTrue(Command.of("nft", "--version").works(), "there is no nft here");
        nft(OTHERS);
    }

    @Test
    void theTableIsTheOnlyThingThatIsNew() throws Exception {
        assertThat(pair.gateway().status().value("egress")).hasValueSatisfying(text -> assertThat(text).contains("kernel: table ip vpn_vpn0"));
        assertThat(ruleset()).contains("table ip vpn_vpn0");
        assertThat(withoutOurs(ruleset())).isEqualTo(OTHERS);
    }

    @Test
    void whenTheGatewayStopsAllIsAsItWas() throws Exception {
        assertThat(forwarding()).isEqualTo("1");
        pair.gateway().stop();

        assertThat(ruleset()).isEqualTo(OTHERS);
        assertThat(forwarding()).isEqualTo("0");
        startAgain();
    }

    /** The trap: a machine without the table knows nothing of the connection, and resets it when the other side sends. */
    @Test
    void aConnectionOutlivesARestartWhereTheTableIsToStay() throws Exception {
        pair.gateway().require("config:property-set -p " + PID + " keepAtEnd true");
        try {
            TransferResult result = during(Direction.DOWN, () -> {
                pair.gateway().stop();
                assertThat(ruleset()).contains("table ip vpn_vpn0");
                startAgain();
            });
            assertThat(result.identical()).isTrue();
        } finally {
            pair.gateway().require("config:property-set -p " + PID + " keepAtEnd false");
        }
    }

    @Test
    void whatAKilledGatewayHasLeftIsReplacedAndPutBackInTheEnd() throws Exception {
        pair.gateway().kill();
        String left = ruleset();
        assertThat(left).contains("table ip vpn_vpn0");
        nft("add chain ip vpn_vpn0 of_before");
        startAgain();

        assertThat(ruleset()).as("without what was added meanwhile").isEqualTo(left);
        pair.gateway().stop();
        assertThat(ruleset()).isEqualTo(OTHERS);
        assertThat(forwarding()).as("known although the process was killed that switched it on").isEqualTo("0");
        startAgain();
    }

    @Test
    void whoeverKilledItWithModeNoneNextIsRidOfTheTable() throws Exception {
        pair.gateway().kill();
        pair.gateway().folder().configure(PID, Map.of("mode", "none"));
        pair.gateway().start();
        pair.gateway().awaitRole();
        pair.gateway().process().await("no table", LIMIT, () -> ruleset().equals(OTHERS));

        assertThat(forwarding()).isEqualTo("0");
        choose("kernel");
        awaitPage();
    }

    /** Loading a firewall begins with flushing all rules. Nobody looks for the table from time to time: the kernel tells of it. */
    @Test
    void aTableThatSomebodyRemovedComesBackByItself() throws Exception {
        String before = ruleset();
        nft("flush ruleset");
        nft(OTHERS);
        pair.gateway().process().await("the table", LIMIT, () -> ruleset().contains("table ip vpn_vpn0"));

        assertThat(ruleset()).isEqualTo(before);
        awaitPage();
    }

    @Test
    void onlyTheInterfacesOfTheSettingsLeadOut() throws Exception {
        pair.gateway().require("config:property-set -p " + PID + " interfaces eth0");
        pair.gateway().process().await("no page", LIMIT, () -> !opensAPage());
        pair.gateway().require("config:property-set -p " + PID + " interfaces eth2");
        awaitPage();
        pair.gateway().require("config:property-set -p " + PID + " interfaces ''");
        awaitPage();
    }

    @Test
    void whenTheAdapterIsRenamedTheTableIsToo() throws Exception {
        pair.gateway().require("config:property-set -p com.softellect.vpn.router adapterName vpn7");
        pair.gateway().process().await("the other table", LIMIT, () -> ruleset().contains("table ip vpn_vpn7"));

        assertThat(ruleset()).doesNotContain("vpn_vpn0");
        awaitPage();
        pair.gateway().require("config:property-set -p com.softellect.vpn.router adapterName vpn0");
        awaitPage();
        assertThat(ruleset()).contains("table ip vpn_vpn0").doesNotContain("vpn_vpn7");
        assertThat(withoutOurs(ruleset())).isEqualTo(OTHERS);
    }

    @Test
    void withoutNftTheGatewayGoesOnAndSaysWhatToInstall() throws Exception {
        pair.gateway().stop();
        String hide = "for folder in /usr/sbin /sbin; do mount --bind /dev/null $folder/nft || exit; done; exec \"$@\"";
        pair.gateway().start(wrappedIn("unshare", "--mount", "sh", "-c", hide, "sh"));
        pair.awaitService();
        pair.gateway().awaitRole();
        pair.gateway().process().await("a word about nft", LIMIT,
                () -> pair.gateway().status().value("egress").orElse("").contains("apt-get install nftables"));
        pair.awaitTunnel();
        pair.gateway().require("vpn:status --check");

        assertThat(ruleset()).isEqualTo(OTHERS);
        pair.gateway().stop();
        startAgain();
    }

    private void startAgain() throws Exception {
        pair.gateway().start();
        pair.awaitService();
        pair.awaitTunnel();
        awaitPage();
    }

    private static UnaryOperator<List<String>> wrappedIn(String... wrapper) {
        return command -> {
            List<String> words = new ArrayList<>(List.of(wrapper));
            words.addAll(command);
            return words;
        };
    }

    private String forwarding() throws Exception {
        return lab.network().gateway().command("cat", "/proc/sys/net/ipv4/ip_forward").require();
    }

    private void nft(String command) throws Exception {
        lab.network().gateway().command("nft", command).require();
    }

    private String ruleset() throws Exception {
        return lab.network().gateway().command("nft", "-s", "list", "ruleset").require();
    }

    private static String withoutOurs(String ruleset) {
        return ruleset.replaceAll("(?s)table ip vpn_.*?\n}\n?", "").strip();
    }
}
