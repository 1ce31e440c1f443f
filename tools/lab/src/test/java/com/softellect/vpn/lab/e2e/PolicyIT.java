package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.measure.Ping;
import com.softellect.vpn.lab.measure.PingResult;
import com.softellect.vpn.lab.measure.Transfer;
import com.softellect.vpn.lab.measure.TransferResult;
import com.softellect.vpn.lab.node.Pair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client may do is changed under its live connections, over real TUN adapters and HTTPS. Every test leaves its tunnel up, and all allowed. */
@Timeout(600)
class PolicyIT {

    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(30);
    private static final int CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 1500;

    /** A connection that was cut tries again after ever longer pauses: as long as it was cut, and a little more. */
    private static final int RECOVERY_MILLIS = 20_000;
    private static final String ALICE = Pair.CLIENT_ID;
    private static final String SET = "vpn:client-set " + ALICE + " ";

    private static Pair pair;

    @BeforeAll
    static void startBoth() throws Exception {
        pair = EndToEndLab.get().pair("policy");
        pair.startConnected();
    }

    @AfterEach
    void allowAll() throws Exception {
        pair.gateway().require(SET + "--allow any --limit-up none --limit-down none --quota none");
    }

    @AfterAll
    static void stopBoth() throws InterruptedException {
        if (pair != null) {
            pair.stop();
        }
    }

    @Test
    void aRuleThatIsTakenAwayCutsItsConnectionAndNoOther() throws Exception {
        long session = pair.session();
        try (Echo kept = Echo.open(); Echo cut = Echo.open()) {
            pair.gateway().require(SET + rule(kept) + rule(cut));
            kept.exchange(1, CONNECT_MILLIS);
            cut.exchange(1, CONNECT_MILLIS);

            pair.gateway().require(SET + rule(kept));

            assertThatThrownBy(() -> cut.exchange(2, SILENCE_MILLIS)).isInstanceOf(SocketTimeoutException.class);
            kept.exchange(2, CONNECT_MILLIS);
            assertThat(pings().send(3).answered()).as("the gateway is asked for signs of life").isEqualTo(3);
            assertThatThrownBy(cut::connectOnceMore).as("a new one is refused at once").isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);

            pair.gateway().require(SET + "--allow any");
            cut.await(2, RECOVERY_MILLIS);
            kept.exchange(3, CONNECT_MILLIS);
        }
        assertThat(pair.session()).isEqualTo(session);
    }

    private static String rule(Echo echo) {
        return "--allow " + Pair.GATEWAY_TUNNEL_ADDRESS + ":tcp:" + echo.port() + " ";
    }

    @Test
    void limitsHoldALiveStreamBackUntilTheyAreTakenAway() throws Exception {
        for (Direction direction : Direction.values()) {
            String option = direction == Direction.UP ? "--limit-up " : "--limit-down ";
            pair.gateway().require(SET + option + "20M");
            TransferResult limited = transfer().lasting(direction, Duration.ofSeconds(2));
            assertThat(limited.identical()).isTrue();
            assertThat(limited.megabitsPerSecond()).as("%s, of 20 Mbit/s with their headers", direction).isBetween(10.0, 21.0);

            Future<TransferResult> stream = inBackground(() -> transfer().bytes(direction, 60_000_000));
            pair.gateway().process().stayAlive(Duration.ofSeconds(1));
            pair.gateway().require(SET + option + "none");
            TransferResult freed = stream.get();
            assertThat(freed.identical()).isTrue();
            assertThat(freed.megabitsPerSecond()).as("%s, limited in the beginning only", direction).isGreaterThan(25);
        }
    }

    @Test
    void aQuotaThatIsUsedUpHoldsALiveStreamUntilItIsRaisedAndNoRestartGivesItBack() throws Exception {
        long session = pair.session();
        pair.gateway().require(SET + "--quota 20M/day");
        Future<TransferResult> stream = inBackground(() -> transfer().bytes(Direction.UP, 40_000_000));
        pair.gateway().process().await("the quota being used up", NOTICE_LIMIT, () -> show().contains("used up"));

        String ping = pair.client().namespace().command("ping", "-n", "-c", "2", "-i", "0.2", "-W", "1", Pair.GATEWAY_TUNNEL_ADDRESS).run().output();
        assertThat(ping).contains("Packet filtered", "2 packets transmitted, 0 received");
        pair.client().process().await("a word about it", NOTICE_LIMIT,
                () -> pair.client().status().value("limits").orElse("").contains("used up, nothing passes until"));
        assertThat(pair.session()).isEqualTo(session);
        pair.gateway().require("bundle:restart com.softellect.vpn.registry");
        pair.gateway().process().await("the registry", NOTICE_LIMIT, () -> show().contains("used up"));
        assertThat(stream.isDone()).isFalse();

        pair.gateway().require(SET + "--quota 1G/day");

        TransferResult result = stream.get();
        assertThat(result.identical()).isTrue();
        assertThat(result.bytes()).isGreaterThanOrEqualTo(40_000_000);
        assertThat(pair.session()).isEqualTo(session);
        assertThat(audit()).containsOnlyOnce("\"quota.used_up\"");
    }

    private static String audit() throws Exception {
        return Files.readString(pair.gateway().folder().base().resolve("data/log/audit.jsonl"));
    }

    private static String show() throws Exception {
        return pair.gateway().require("vpn:client-show " + ALICE);
    }

    @Test
    void aClientWhoseTimeEndsIsCutOffInTheMiddleOfItsTraffic() throws Exception {
        try {
            pair.gateway().require(SET + "--expires PT4S");
            Future<PingResult> traffic = inBackground(() -> pings().send(600));
            pair.client().process().await("the tunnel giving up", NOTICE_LIMIT, () -> pair.client().status().failed());
            assertThat(pair.client().status().value("problem").orElseThrow()).contains("time");
            assertThat(traffic.get().answered()).isBetween(1, 599);
            assertThat(audit()).contains("\"client.expired\"");
        } finally {
            pair.gateway().require(SET + "--expires never");
            pair.client().require("vpn:connect");
        }
        assertThat(pings().send(3).answered()).isEqualTo(3);
    }

    private static Transfer transfer() {
        return new Transfer(pair.gateway().namespace(), pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS);
    }

    private static Ping pings() {
        return Ping.every(10, pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS);
    }

    private static <T> Future<T> inBackground(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        new Thread(future, "test-background").start();
        return future;
    }

    /** A connection from the client to a port of the gateway that answers each byte with the same. */
    private record Echo(ServerSocket listening, Socket near, Socket far) implements AutoCloseable {

        static Echo open() throws Exception {
            ServerSocket listening = pair.gateway().namespace().call(() -> new ServerSocket(0, 1, InetAddress.getByName(Pair.GATEWAY_TUNNEL_ADDRESS)));
            Socket near = pair.client().namespace().call(() -> connect(listening.getLocalPort()));
            return new Echo(listening, near, listening.accept());
        }

        private static Socket connect(int port) throws IOException {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(Pair.GATEWAY_TUNNEL_ADDRESS, port), CONNECT_MILLIS);
            return socket;
        }

        int port() {
            return listening.getLocalPort();
        }

        void connectOnceMore() throws Exception {
            pair.client().namespace().call(() -> connect(port())).close();
        }

        /** Sends a byte and waits for it to come back. */
        void exchange(int value, int millis) throws IOException {
            near.getOutputStream().write(value);
            await(value, millis);
        }

        /** Waits for a byte that was sent to come back. */
        void await(int value, int millis) throws IOException {
            far.setSoTimeout(millis);
            int arrived = far.getInputStream().read();
            assertThat(arrived).isEqualTo(value);
            far.getOutputStream().write(arrived);
            near.setSoTimeout(millis);
            assertThat(near.getInputStream().read()).isEqualTo(value);
        }

        @Override
        public void close() throws IOException {
            near.close();
            far.close();
            listening.close();
        }
    }
}
