package com.softellect.vpn.surroundings.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The programs are not run here: what is tested is what they would be told. */
class NamePolicyTest {

    private static final List<String> SERVERS = List.of("10.66.77.1", "10.66.77.3");
    private static final String KEY = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Dnscache\\Parameters\\DnsPolicyConfig\\{8c1f7d52-40be-4e39-a9c4-5be0d12f770";
    private static final List<String> TOLD = List.of("C:\\sc.exe control Dnscache paramchange", "C:\\ipconfig.exe /flushdns");

    private final WindowsMachine windows = new WindowsMachine();
    private final Recorder commands = windows.commands;
    private final NamePolicy policy = new NamePolicy(commands, "C:\\");

    private List<String> changes() {
        return commands.take().stream().filter(line -> !line.contains(" query ")).toList();
    }

    private static String delete(int rule) {
        return "C:\\reg.exe delete " + KEY + rule + "} /f";
    }

    @Test
    void allNamesAreAskedOfThePushedServersUntilTheyAreRestored() throws Exception {
        policy.restore();
        assertThat(changes()).as("nothing is left of an earlier process").containsExactly(delete(0));
        policy.set("vpnc0", SERVERS, List.of());
        assertThat(changes()).containsExactly(
                "C:\\reg.exe add " + KEY + "0} /v Version /t REG_DWORD /d 2 /f",
                "C:\\reg.exe add " + KEY + "0} /v ConfigOptions /t REG_DWORD /d 8 /f",
                "C:\\reg.exe add " + KEY + "0} /v GenericDNSServers /t REG_SZ /d 10.66.77.1;10.66.77.3 /f",
                "C:\\reg.exe add " + KEY + "0} /v Name /t REG_MULTI_SZ /d . /f", TOLD.get(0), TOLD.get(1));
        policy.set("vpnc0", SERVERS, List.of());
        assertThat(changes()).as("it is so").isEmpty();
        commands.work("C:\\reg.exe delete");
        policy.restore();
        policy.restore();
        assertThat(changes()).containsExactly(delete(0), TOLD.get(0), TOLD.get(1));
    }

    @Test
    void namesOfSomeDomainsAreAskedThereFiftyInARule() throws Exception {
        policy.set("vpnc0", SERVERS, List.of("corp.example", "vpn"));
        assertThat(changes()).contains("C:\\reg.exe add " + KEY + "0} /v Name /t REG_MULTI_SZ /d .corp.example\\0.vpn /f");
        commands.work("C:\\reg.exe delete");
        policy.set("vpnc0", SERVERS, IntStream.range(0, 51).mapToObj(i -> "d" + i).toList());
        assertThat(changes()).contains(delete(0), "C:\\reg.exe add " + KEY + "1} /v Name /t REG_MULTI_SZ /d .d50 /f")
                .doesNotContain(delete(1)).anyMatch(line -> line.contains("0} /v Name") && line.endsWith(".d48\\0.d49 /f"));
        policy.restore();
        assertThat(changes()).contains(delete(0), delete(1)).doesNotContain(delete(2));
    }

    @Test
    void whatAKilledProcessHasLeftIsRemovedUpToTheFirstThatIsNotThere() throws Exception {
        commands.work("C:\\reg.exe delete");
        commands.fail(delete(2), "exit code 1");
        policy.restore();
        assertThat(changes()).containsExactly(delete(0), delete(1), delete(2), TOLD.get(0), TOLD.get(1));
        policy.restore();
        assertThat(changes()).isEmpty();
    }

    @Test
    void theGroupPolicyWinsAndTheMessageSaysWhatToSet() {
        commands.work("C:\\reg.exe query HKLM\\SOFTWARE\\Policies");
        assertThatThrownBy(() -> policy.set("vpnc0", SERVERS, List.of())).isInstanceOf(SurroundingsException.class).hasMessageContaining("dns = none");
        assertThat(changes()).isEmpty();
    }

    @Test
    void whatIsRefusedHalfWayIsTakenBack() throws Exception {
        commands.fail("C:\\reg.exe add " + KEY + "0} /v GenericDNSServers", "'reg.exe' failed with exit code 1: Zugriff verweigert");
        assertThatThrownBy(() -> policy.set("vpnc0", SERVERS, List.of())).hasMessageContaining("Zugriff verweigert");
        changes();
        commands.work("C:\\reg.exe delete");
        policy.restore();
        assertThat(changes()).startsWith(delete(0));
    }

    @Test
    void aRuleThatCantBeRemovedIsNamed() throws Exception {
        policy.set("vpnc0", SERVERS, List.of());
        assertThatThrownBy(policy::restore).hasMessageContaining(KEY + "0}").hasMessageContaining("by hand");
    }

    @Test
    void aDnsClientThatCantBeToldIsNoFailure() throws Exception {
        commands.fail("C:\\sc.exe", "exit code 5");
        commands.fail("C:\\ipconfig.exe", "could not be run");
        policy.set("vpnc0", SERVERS, List.of());
        assertThat(changes()).endsWith(TOLD.get(0), TOLD.get(1));
    }
}
