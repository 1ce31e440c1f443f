package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.softellect.vpn.lab.attack.Addresses;
import com.softellect.vpn.lab.attack.Flood;
import com.softellect.vpn.lab.attack.FloodResult;
import com.softellect.vpn.lab.attack.Outcome;
import com.softellect.vpn.lab.attack.Target;
import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.measure.Ping;
import com.softellect.vpn.lab.measure.PingResult;
import com.softellect.vpn.lab.measure.ProcessUsage;
import com.softellect.vpn.lab.measure.Transfer;
import com.softellect.vpn.lab.measure.TransferResult;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.node.Node;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.node.Role;
import com.softellect.vpn.lab.node.VpnStatus;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in and who does not, over real TUN adapters and HTTPS. Every test leaves the tunnel of alice up. */
@Timeout(600)
class SecurityIT {

    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(60);
    private static final String ALICE = Pair.CLIENT_ID;

    /** A part of {@link Network#STRANGERS_NETWORK}. */
    private static final String SOME_STRANGERS = "192.168.60.0/27";

    @TempDir
    static Path profiles;

    private static Pair pair;

    @BeforeAll
    static void startBoth() throws Exception {
        pair = EndToEndLab.get().pair("security");
        pair.startConnected();
    }

    @BeforeEach
    void awaitTunnel() throws Exception {
        pair.awaitTunnel();
    }

    @AfterAll
    static void stopBoth() throws InterruptedException {
        if (pair != null) {
            pair.stop();
        }
    }

    @Test
    void aHundredClientsComeAndGoWithoutARetransmissionOfAnother() throws Exception {
        SteadyStream stream = new SteadyStream(pair, 50, 4).patient();
        stream.retransmits(); // code that is run for the first time is slow
        long session = pair.session();
        long reconnects = pair.client().status().reconnects();

        Future<String> churn = inBackground(() -> comeAndGo(100));
        int rounds = 0;
        long disturbed = 0;
        do {
            disturbed += stream.retransmits();
            rounds++;
        } while (!churn.isDone());
        assertThat(churn.get()).contains("guest99");
        long undisturbed = 0;
        for (int round = 0; round < rounds; round++) {
            undisturbed += stream.retransmits();
        }

        assertThat(disturbed).as("retransmissions while clients come and go, in %d rounds of %d s", rounds, stream.seconds())
                .isLessThanOrEqualTo(undisturbed);
        assertThat(pair.session()).isEqualTo(session);
        assertThat(pair.client().status().reconnects()).isEqualTo(reconnects);
    }

    @Test
    void aClientThatIsDisabledIsCutOffInTheMiddleOfItsTrafficAndDoesNotTryAgain() throws Exception {
        Future<PingResult> traffic = inBackground(() -> pings().send(1000));
        pair.gateway().process().stayAlive(Duration.ofSeconds(1));

        pair.gateway().require("vpn:client-disable " + ALICE);
        try {
            assertThat(pair.client().namespace().command("ping", "-c", "3", "-i", "0.1", "-W", "1", Pair.GATEWAY_TUNNEL_ADDRESS).works())
                    .as("a ping is answered").isFalse();
            pair.client().process().await("the tunnel giving up", NOTICE_LIMIT, () -> pair.client().status().failed());
            assertThat(pair.client().status().value("problem").orElseThrow()).contains("disabled");
            assertThat(traffic.get().answered()).isBetween(1, 999);
            assertThat(pair.client().status().failed()).as("still, some seconds later").isTrue();
            assertThat(pair.gateway().require("vpn:sessions --no-format")).doesNotContain(ALICE);
        } finally {
            pair.gateway().require("vpn:client-enable " + ALICE);
            pair.client().require("vpn:connect");
        }
        assertThat(pings().send(3).answered()).isEqualTo(3);
    }

    @Test
    void aCableThatIsPulledAndPluggedInAgainCostsNoSession() throws Exception {
        long session = pair.session();
        long resumes = pair.client().status().resumes();

        card("down");
        try {
            // What the tunnel would notice at its next timeout it notices now, where the kernel can do that.
            pair.client().namespace().command("ss", "--kill", "--tcp", "dst", Network.GATEWAY_ADDRESS).run();
            pair.client().process().await("the loss being noticed", NOTICE_LIMIT, () -> !pair.client().status().connected());
        } finally {
            card("up");
        }

        pair.awaitTunnel();
        assertThat(pings().send(20).answered()).isEqualTo(20);
        assertThat(pair.session()).isEqualTo(session);
        assertThat(pair.client().status().resumes()).isEqualTo(resumes + 1);
    }

    private static void card(String state) throws Exception {
        pair.client().namespace().command("ip", "link", "set", "eth0", state).require();
    }

    @Test
    void connectionsThatAreCutAreMadeAgainUnnoticed() throws Exception {
        long session = pair.session();

        String cut = pair.client().namespace().command("ss", "--kill", "--tcp", "dst", Network.GATEWAY_ADDRESS).run().output();

        assumeTrue(cut.contains(Network.GATEWAY_ADDRESS), "this kernel can't cut TCP connections");
        pair.awaitTunnel();
        assertThat(pings().send(20).answered()).isEqualTo(20);
        assertThat(pair.session()).isEqualTo(session);
    }

    @Test
    void packetsWithAForeignSourceNeverArrive() throws Exception {
        String foreign = "10.66.77.99";
        long before = dropped("source_address");
        pair.client().namespace().command("ip", "address", "add", foreign + "/32", "dev", "vpnc0").require();
        try {
            String output = pair.client().namespace().command("ping", "-n", "-c", "5", "-i", "0.1", "-W", "1", "-I", foreign,
                    Pair.GATEWAY_TUNNEL_ADDRESS).run().output();
            assertThat(output).contains("5 packets transmitted, 0 received");
        } finally {
            pair.client().namespace().command("ip", "address", "delete", foreign + "/32", "dev", "vpnc0").require();
        }
        assertThat(dropped("source_address")).isEqualTo(before + 5);
        assertThat(pings().send(3).answered()).as("with its own source").isEqualTo(3);
    }

    @Test
    void twoClientsReachEachOtherIfBothMayAndTwoHoldersOfOneProfileDoNotKickEachOther() throws Exception {
        Node bob = EndToEndLab.get().stranger("bob");
        bob.start();
        try {
            bob.awaitRole();
            Path profile = profiles.resolve("bob.vpnprofile");
            pair.gateway().require("vpn:client-add bob --address 10.66.77.3 --profile " + profile);
            bob.require("vpn:connect " + profile);
            meetOnlyWhenBothMay();
            shareOneProfile(bob);
        } finally {
            bob.stop();
        }
    }

    private void meetOnlyWhenBothMay() throws Exception {
        Ping toBob = Ping.atOnce(pair.client().namespace(), "10.66.77.3");
        long before = dropped("not_allowed");
        assertThat(toBob.send(3).answered()).as("as they were added").isZero();
        pair.gateway().require("vpn:client-set bob --client-to-client true");
        assertThat(toBob.send(3).answered()).as("one of them may").isZero();
        assertThat(dropped("not_allowed")).isEqualTo(before + 6);
        pair.gateway().require("vpn:client-set " + ALICE + " --client-to-client true");
        assertThat(toBob.send(3).answered()).as("both may").isEqualTo(3);
    }

    /** The new profile of alice is used by herself, and then by bob's node. */
    private void shareOneProfile(Node thief) throws Exception {
        Path profile = profiles.resolve("alice.vpnprofile");
        pair.gateway().require("vpn:client-rotate " + ALICE + " --profile " + profile);
        pair.client().process().await("the old key being refused", NOTICE_LIMIT, () -> pair.client().status().failed());
        assertThat(pair.client().status().value("problem").orElseThrow()).contains("key");
        pair.client().require("vpn:connect " + profile);

        thief.require("vpn:connect " + profile);

        pair.client().process().await("the older holder being told", NOTICE_LIMIT, () -> pair.client().status().failed());
        assertThat(pair.client().status().value("problem").orElseThrow().toLowerCase(Locale.ROOT)).contains("elsewhere");
        long thiefs = pair.session();
        pair.client().process().stayAlive(Duration.ofSeconds(2));
        assertThat(pair.client().status().failed()).isTrue();
        assertThat(pair.session()).as("of the newest holder").isEqualTo(thiefs);
        assertThat(thief.status().connected()).isTrue();

        pair.client().require("vpn:connect");
        thief.process().await("the thief being told", NOTICE_LIMIT, () -> thief.status().failed());
        assertThat(pings().send(3).answered()).isEqualTo(3);
    }

    @Test
    void aFloodOfWrongAuthenticationsIsRefusedWhileTrafficFlowsInTheSameSession() throws Exception {
        long session = pair.session();
        long reconnects = pair.client().status().reconnects();
        ProcessUsage gateway = ProcessUsage.of(pair.gateway().process().pid());
        double memory = gateway.residentMegabytes();
        Target target = new Target(new InetSocketAddress(Network.GATEWAY_ADDRESS, Role.HTTPS_PORT), "/cxf/vpn", List.of(ALICE, "mallory"));

        Flood flood = EndToEndLab.get().strangers().call(() -> Flood.start(target, new Addresses(SOME_STRANGERS), 500));
        TransferResult transfer = new Transfer(pair.gateway().namespace(), pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS)
                .lasting(Direction.UP, Duration.ofSeconds(4));
        FloodResult result = flood.stop();

        assertThat(transfer.identical()).isTrue();
        assertThat(transfer.bytes()).isPositive();
        assertThat(result.count(Outcome.LET_IN)).as("%s", result).isZero();
        assertThat(result.count(Outcome.ODD)).as("%s", result).isZero();
        assertThat(refused(result)).as("%s", result).isPositive();
        assertThat(pair.session()).isEqualTo(session);
        assertThat(pair.client().status().reconnects()).isEqualTo(reconnects);
        assertThat(gateway.residentMegabytes()).isLessThan(memory + 100);
    }

    private static long refused(FloodResult result) {
        return List.of(Outcome.REFUSED, Outcome.TOO_MANY, Outcome.UNAVAILABLE, Outcome.CLOSED_AT_ONCE, Outcome.CLOSED_LATER)
                .stream().mapToLong(result::count).sum();
    }

    /** So many clients are added, disabled, enabled, given another key and removed, ten in one command line. @return what was said last */
    private static String comeAndGo(int clients) throws Exception {
        String said = "";
        for (int first = 0; first < clients; first += 10) {
            said = pair.gateway().require(IntStream.range(first, first + 10).mapToObj(SecurityIT::lifeOfAClient).collect(Collectors.joining("; ")));
        }
        return said;
    }

    private static String lifeOfAClient(int number) {
        String client = "guest" + number;
        Path profile = profiles.resolve(client);
        return String.join("; ", "vpn:client-add " + client + " --profile " + profile, "vpn:client-disable " + client,
                "vpn:client-enable " + client, "vpn:client-rotate " + client + " --profile " + profile + "-2", "vpn:client-remove " + client);
    }

    /** What the router has dropped for this reason. */
    private static long dropped(String reason) throws Exception {
        return pair.gateway().require("vpn:counters --all --no-format router").lines().map(line -> line.split("\\s+"))
                .filter(columns -> columns[1].equals("drop." + reason)).mapToLong(columns -> Long.parseLong(columns[2])).sum();
    }

    private static <T> Future<T> inBackground(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        new Thread(future, "test-background").start();
        return future;
    }

    private static Ping pings() {
        return Ping.every(10, pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS);
    }
}
