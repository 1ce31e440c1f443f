package com.softellect.vpn.egress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written for {@code nft}, and that it understands it: in a network namespace that is gone with the command. */
class TableTest {

    private static final Ipv4Network NETWORK = Ipv4Network.parse("10.66.77.1/24");

    static Stream<Table> tables() {
        return Stream.of(table(List.of(), true), table(List.of(), false), new Table("vpn-0.1", NETWORK, List.of("eth0", "wlan0"), false, false));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nftMakesReplacesAndRemovesIt(Table table) throws Exception {
        String again = table.replacement() + table.replacement();
        assertThat(ruleset(again)).contains("table ip " + table.name(), "masquerade", "ip saddr 10.66.77.0/24");
        assertThat(ruleset(again + Table.removal(table.name()))).isEmpty();
        assertThat(ruleset(Table.removal(table.name()).replace('\n', ';'))).as("not there, in one line").isEmpty();
    }

    @Test
    void othersTablesAreLeftAlone() throws Exception {
        String other = "table ip nat {\n\tchain x {\n\t\taccept\n\t}\n}";
        assertThat(ruleset(other + "\n" + table(List.of(), true).replacement() + Table.removal("vpn_vpn0"))).isEqualTo(other);
    }

    @Test
    void whetherForwardingWasOffIsReadFromTheTableItself() throws Exception {
        assertThat(Table.forwardingWasOff(ruleset(table(List.of(), true).replacement()))).isTrue();
        assertThat(Table.forwardingWasOff(ruleset(table(List.of(), false).replacement()))).isFalse();
    }

    @Test
    void onlyTheChosenInterfacesLeadOut() {
        assertThat(table(List.of("eth0", "wlan0"), false).replacement()).contains("oifname { \"eth0\", \"wlan0\" } masquerade");
        assertThat(table(List.of(), false).replacement()).contains("oifname != { \"lo\", \"vpn0\" } masquerade");
    }

    private static Table table(List<String> interfaces, boolean forwardingWasOff) {
        return new Table("vpn0", NETWORK, interfaces, true, forwardingWasOff);
    }

    /** All rules there are after this. */
    private static String ruleset(String transaction) throws Exception {
        assumeTrue(inside("true", "").ok(), "this user may not make network namespaces");
        assumeTrue(Nft.installed(), "there is no nft here");
        String nft = Nft.find().program();
        SystemCommand.Result result = inside(nft + " -f - && " + nft + " list ruleset", transaction);
        assertThat(result.ok()).as(result.output()).isTrue();
        return result.output();
    }

    private static SystemCommand.Result inside(String script, String input) throws Exception {
        return new SystemCommand(List.of("unshare", "--user", "--map-root-user", "--net", "sh", "-c", script), 10).run(input);
    }
}
