package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.internet.Browser;
import com.softellect.vpn.lab.internet.Internet;
import com.softellect.vpn.lab.internet.Page;
import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.measure.Ping;
import com.softellect.vpn.lab.measure.TransferResult;
import com.softellect.vpn.lab.net.Command;
import com.softellect.vpn.lab.net.Namespace;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.upgrade.NextVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a client may expect of the way to the internet, whichever one the gateway has: one gateway, one client, and a host that knows no address of the tunnel.
 * Every test leaves the tunnel up, and the way open.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EgressTests {

    static final String PID = "com.softellect.vpn.egress";

    private static final int SMALL_MTU = 1300;
    private static final int USUAL_MTU = 1500;
    private static final int UNUSED_PORT = 9;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A sender that got no answer for a while tries again after as long at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private final String mode;
    private final String bundle;

    EndToEndLab lab;
    Internet internet;
    Pair pair;

    /**
     * @param mode   what the settings call it
     * @param bundle the one that does it
     */
    EgressTests(String mode, String bundle) {
        this.mode = mode;
        this.bundle = bundle;
    }

    @BeforeAll
    void startBoth() throws Exception {
        lab = EndToEndLab.get();
        internet = lab.internet();
        pair = lab.pair("egress-" + mode);
        pair.gateway().folder().configure(PID, Map.of("mode", mode));
        beforeTheGatewayStarts();
        pair.startConnected();
    }

    void beforeTheGatewayStarts() throws Exception {
    }

    @BeforeEach
    void awaitTheWay() throws Exception {
        pair.awaitTunnel();
        pair.routeThroughTunnel(Network.INTERNET_NETWORK);
        awaitPage();
    }

    @AfterAll
    void stopBoth() throws InterruptedException {
        if (pair != null) {
            pair.stop();
        }
    }

    @Test
    void aPageIsOpenedByName() throws Exception {
        Page page = browser().open(Internet.PAGE);

        assertThat(page.isOf(Internet.HOST, Network.GATEWAY_PUBLIC_ADDRESS)).as("%s", page).isTrue();
    }

    /** As users do it: with a program that asks the system's resolver. */
    @Test
    void curlOpensAPageByName() throws Exception {
        assumeTrue(Command.of("curl", "--version").works(), "there is no curl here");
        String script = "mount --bind $0 /etc/resolv.conf && exec curl -sS --max-time 20 $1";
        Path resolver = pair.gateway().folder().base().resolve("resolv.conf");
        Files.writeString(resolver, "nameserver " + browser().resolver() + "\n");

        String page = client().command("unshare", "--mount", "sh", "-c", script, resolver.toString(), Internet.PAGE.toString()).require();

        assertThat(page).contains("This is " + Internet.HOST, "You are " + Network.GATEWAY_PUBLIC_ADDRESS);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void fiftyMegabytesArriveAsTheyWereSent(Direction direction) throws Exception {
        TransferResult result = internet.transfer(client()).bytes(direction, 50_000_000);

        assertThat(result.identical()).isTrue();
        assertThat(result.bytes()).isGreaterThanOrEqualTo(50_000_000);
    }

    @Test
    void pingsAreAnswered() throws Exception {
        assertThat(Ping.every(10, client(), Network.INTERNET_ADDRESS).send(50).answered()).isEqualTo(50);
    }

    @Test
    void datagramsComeBackUnchangedAlsoInFragments() throws Exception {
        try (UdpEcho echo = UdpEcho.start(internet.namespace(), Network.INTERNET_ADDRESS)) {
            assertThat(echo.exchange(client(), 64, 50)).isEqualTo(50);
            assertThat(echo.exchange(client(), 4000, 50)).isEqualTo(50);
        }
    }

    @Test
    void aTracerouteSeesTheGatewayAndThenTheHost() throws Exception {
        assertThat(ping("-t", "1")).contains("From " + Pair.GATEWAY_TUNNEL_ADDRESS).containsIgnoringCase("time to live exceeded");
        assertThat(ping("-t", "2")).contains("64 bytes from " + Network.INTERNET_ADDRESS);
    }

    @Test
    void aTracerouteOfDatagramsSeesThemToo() throws Exception {
        assertThat(UdpProbe.send(client(), Network.INTERNET_ADDRESS, UNUSED_PORT, 1)).isEqualTo(UdpProbe.EHOSTUNREACH);
        assertThat(UdpProbe.send(client(), Network.INTERNET_ADDRESS, UNUSED_PORT, 2)).isEqualTo(UdpProbe.ECONNREFUSED);
    }

    @Test
    void whoSendsMoreThanTheWayOutCarriesIsToldHowMuchItDoes() throws Exception {
        lab.network().internetMtu(SMALL_MTU);
        try {
            String tooLong = ping("-M", "do", "-s", Integer.toString(SMALL_MTU - 27));

            assertThat(tooLong).containsPattern("(?i)frag needed and DF set \\(mtu = " + SMALL_MTU + "\\)");
            assertThat(ping("-M", "do", "-s", Integer.toString(SMALL_MTU - 28))).contains(" 1 received");
            assertThat(internet.transfer(client()).bytes(Direction.UP, 5_000_000).identical()).isTrue();
            assertThat(internet.transfer(client()).bytes(Direction.DOWN, 5_000_000).identical()).isTrue();
        } finally {
            lab.network().internetMtu(USUAL_MTU);
            client().command("ip", "route", "flush", "cache").require();
            internet.namespace().command("ip", "route", "flush", "cache").require();
        }
    }

    /** The trap: where nobody says that a packet is too long for the way, connections begin and then hang. */
    @Test
    void connectionsFitThroughANarrowWayThatNobodySpeaksOf() throws Exception {
        Namespace outside = internet.namespace();
        outside.command("ip", "link", "set", "eth0", "gso_max_segs", "1").require(); // frames, not segments of 64 KiB
        lab.network().gateway().command("ip", "link", "set", "eth2", "mtu", "1300").require(); // longer frames vanish
        try {
            assertThat(internet.transfer(client()).bytes(Direction.DOWN, 1_000_000).identical()).isTrue();
        } finally {
            lab.network().gateway().command("ip", "link", "set", "eth2", "mtu", "1500").require();
            outside.command("ip", "link", "set", "eth0", "gso_max_segs", "65535").require();
        }
    }

    @Test
    void aSwapKeepsAConnectionOpen() throws Exception {
        aConnectionStaysOpenWhileSwapped(bundle);
    }

    void aConnectionStaysOpenWhileSwapped(String layer) throws Exception {
        long session = pair.session();
        Path next = NextVersion.of(layer, lab.bundles().resolve(layer).resolve("1.0.0").resolve(layer + "-1.0.0.jar"), pair.gateway().folder().base());
        for (Direction direction : Direction.values()) {
            TransferResult result = during(direction, () -> {
                pair.gateway().require("vpn:upgrade " + layer + " " + next);
                pair.gateway().require("vpn:rollback");
            });
            assertThat(result.identical()).isTrue();
        }
        assertThat(pair.session()).isEqualTo(session);
        aPageIsOpenedByName();
    }

    @Test
    void theModeChangesWhileItRuns() throws Exception {
        choose("none");
        pair.gateway().process().await("no page", LIMIT, () -> !opensAPage());
        choose(mode);
        awaitPage();
    }

    /** What clients say to strangers is between them: nobody outside may begin. */
    @Test
    void nobodyOutsideReachesAClient() throws Exception {
        Namespace outside = internet.namespace();
        outside.command("ip", "route", "add", Pair.CLIENT_TUNNEL_ADDRESS, "via", Network.GATEWAY_PUBLIC_ADDRESS).require();
        try {
            assertThat(Ping.every(10, outside, Pair.CLIENT_TUNNEL_ADDRESS).send(3).answered()).isZero();
        } finally {
            outside.command("ip", "route", "delete", Pair.CLIENT_TUNNEL_ADDRESS).require();
        }
        aPageIsOpenedByName();
    }

    /** The trap: a system that forwards does so for everybody. */
    @Test
    void theGatewayIsNoWayForAnybodyElse() throws Exception {
        Namespace outside = internet.namespace();
        outside.command("ip", "route", "add", Network.CLIENT_ADDRESS, "via", Network.GATEWAY_PUBLIC_ADDRESS).require();
        client().command("ip", "route", "replace", "default", "via", Network.GATEWAY_ADDRESS).require();
        try {
            assertThat(Ping.every(10, outside, Network.CLIENT_ADDRESS).send(3).answered()).isZero();
        } finally {
            outside.command("ip", "route", "delete", Network.CLIENT_ADDRESS).require();
            client().command("ip", "route", "delete", "default").require();
        }
    }

    Namespace client() {
        return pair.client().namespace();
    }

    Browser browser() {
        return internet.browser(client());
    }

    void choose(String other) throws Exception {
        pair.gateway().require("config:property-set -p " + PID + " mode " + other);
    }

    void awaitPage() throws Exception {
        pair.gateway().process().await("a page of the internet", LIMIT, this::opensAPage);
    }

    boolean opensAPage() throws InterruptedException {
        try {
            return browser().open(Internet.PAGE).isOf(Internet.HOST, Network.GATEWAY_PUBLIC_ADDRESS);
        } catch (LabException e) {
            return false;
        }
    }

    private String ping(String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("ping", "-n", "-c", "1", "-W", "5"));
        words.addAll(List.of(options));
        words.add(Network.INTERNET_ADDRESS);
        return new Command(client().inside(words)).run().output();
    }

    /** What happens while it does. */
    interface Happening {
        void happen() throws Exception;
    }

    /** A TCP stream, slow enough to see each pause, that begins before and ends after. */
    TransferResult during(Direction direction, Happening happening) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean flowing = new AtomicBoolean();
        FutureTask<TransferResult> stream = new FutureTask<>(() -> internet.transfer(client()).run(direction, sent -> {
            flowing.set(sent > 1_000_000);
            return !over.get();
        }));
        Thread thread = new Thread(stream, "test-stream");
        thread.setDaemon(true);
        thread.start();
        pair.gateway().process().await("a stream", LIMIT, flowing::get);
        happening.happen();
        over.set(true);
        return stream.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
