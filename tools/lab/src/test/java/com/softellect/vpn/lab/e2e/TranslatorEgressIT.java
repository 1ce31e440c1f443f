package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Egress in user space: what a client may expect, without anything that the system would have to be told. */
class TranslatorEgressIT extends EgressTests {

    private static final String SETTINGS = "com.softellect.vpn.translator";
    private static final int UDP_FLOWS = 15_000;
    private static final int TCP_FLOWS = 15_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    TranslatorEgressIT() {
        super("translator", "translator");
    }

    @Test
    void theSystemForwardsNothing() throws Exception {
        assertThat(forwarding()).isEqualTo("0");
        assertThat(pair.gateway().status().value("egress")).hasValueSatisfying(text -> assertThat(text).startsWith("translator: "));
    }

    private String forwarding() throws Exception {
        return pair.gateway().namespace().command("cat", "/proc/sys/net/ipv4/ip_forward").require().strip();
    }

    /** What comes from outside meanwhile waits. */
    @Test
    void aSwapOfTheRouterKeepsAConnectionOpen() throws Exception {
        aConnectionStaysOpenWhileSwapped("router");
    }

    /** Of UDP and TCP to several ends, through the whole tunnel; then they are silent, and nothing of the system's is held for them any more. */
    @Test
    void thirtyThousandFlowsAreCarriedAndNothingOfThemIsLeft() throws Exception {
        int before = descriptors();
        set("maxClientFlows", 65_536);
        try (ManyFlows flows = ManyFlows.start(internet.namespace(), Network.INTERNET_ADDRESS)) {
            assertThat(flows.udp(client(), UDP_FLOWS)).isEqualTo(UDP_FLOWS);
            assertThat(flows.tcp(client(), TCP_FLOWS)).isEqualTo(TCP_FLOWS);
            assertThat(counter("flows.udp")).isGreaterThanOrEqualTo(UDP_FLOWS);
            assertThat(counter("flows.tcp")).isGreaterThanOrEqualTo(TCP_FLOWS);
            assertThat(descriptors()).as("held now").isGreaterThan(before + 1000);
        }
        set("udpSeconds", 10);
        set("tcpTransitorySeconds", 10);
        pair.gateway().process().await("the end of all flows", LIMIT, () -> counter("flows.udp") + counter("flows.tcp") == 0);
        assertThat(counter("leases.udp") + counter("leases.tcp")).isZero();
        assertThat(counter("drop.ports")).isZero();
        assertThat(descriptors()).as("as before, but for what the gateway itself opens and closes").isLessThan(before + 50);
        set("udpSeconds", 300);
        set("tcpTransitorySeconds", 240);
    }

    private void set(String key, int value) throws Exception {
        pair.gateway().require("config:property-set -p " + SETTINGS + " " + key + " " + value);
    }

    private long counter(String name) throws LabException, InterruptedException {
        Matcher line = Pattern.compile(Pattern.quote(name) + "\\D+(\\d+)").matcher(pair.gateway().require("vpn:counters --no-format --all translator"));
        assertThat(line.find()).as(name).isTrue();
        return Long.parseLong(line.group(1));
    }

    private int descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pair.gateway().process().pid()), "fd"))) {
            return (int) all.count();
        }
    }
}
