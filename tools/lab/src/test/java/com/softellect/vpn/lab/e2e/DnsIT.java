package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.lab.internet.Browser;
import com.softellect.vpn.lab.internet.Internet;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.upgrade.NextVersion;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Names that a client asks the gateway for, through the tunnel. */
@Timeout(600)
class DnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Less than any stub resolver waits: a query that is lost or refused once is a failure here. */
    private static final int ANSWER_LIMIT_MILLIS = 3_000;

    @TempDir
    static Path folder;

    private static EndToEndLab lab;
    private static Internet internet;
    private static Pair pair;

    @BeforeAll
    static void startBoth() throws Exception {
        lab = EndToEndLab.get();
        internet = lab.internet();
        pair = lab.pair("dns");
        pair.startConnected();
        pair.awaitTunnel();
        awaitAnswers();
    }

    @AfterAll
    static void stopBoth() throws InterruptedException {
        if (pair != null) {
            pair.stop();
        }
    }

    private static void awaitAnswers() throws Exception {
        pair.gateway().process().await("the resolver", LIMIT, () -> pair.gateway().status().value("dns").orElse("").endsWith(", answering"));
    }

    private static Browser client() {
        return new Browser(pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS);
    }

    @Test
    void namesOfTheInternetAreAnsweredOverUdpAndTcpAndTheSecondTimeFromTheCache() throws Exception {
        assertThat(client().addressesOf(Internet.HOST)).containsExactly(Network.INTERNET_ADDRESS);
        assertThat(client().addressesOf(Internet.HOST_WITH_MANY_ADDRESSES)).as("too many for a datagram").hasSize(Internet.MANY);
        assertThat(counter("queries.tcp")).isPositive();
        long before = internet.names().queries();
        assertThat(client().addressesOf(Internet.HOST)).containsExactly(Network.INTERNET_ADDRESS);
        assertThat(internet.names().queries()).isEqualTo(before);
        assertThatThrownBy(() -> client().addressesOf("nobody.lab.example")).hasMessageContaining("NXDOMAIN");
    }

    @Test
    void aClientHasAName() throws Exception {
        assertThat(client().addressesOf(Pair.CLIENT_ID + ".vpn")).containsExactly(Pair.CLIENT_TUNNEL_ADDRESS);
    }

    @Test
    void anAdapterOfAnotherNameIsFollowed() throws Exception {
        pair.gateway().folder().configure("com.softellect.vpn.router", Map.of("adapterName", "vpn7"));
        pair.gateway().process().await("the other adapter", LIMIT, () -> pair.gateway().status().value("adapter").orElse("").startsWith("vpn7 "));
        awaitAnswers();
        assertThat(client().addressesOf(Pair.CLIENT_ID + ".vpn")).containsExactly(Pair.CLIENT_TUNNEL_ADDRESS);
    }

    @Test
    void whileTheResolverOrWhatItUsesIsReplacedNoQueryIsLostOrRefused() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Integer> asking = new FutureTask<>(() -> pair.client().namespace().call(() -> askUntil(over)));
        new Thread(asking, "test-asking").start();
        try {
            for (String layer : List.of("dns", "registry")) {
                Path jar = lab.bundles().resolve(layer).resolve("1.0.0").resolve(layer + "-1.0.0.jar");
                pair.gateway().require("vpn:upgrade " + layer + " " + NextVersion.of(layer, jar, folder) + "; vpn:rollback");
            }
        } finally {
            over.set(true);
        }
        assertThat(asking.get()).as("queries that were answered, and all were").isPositive();
        assertThat(Files.readString(pair.gateway().folder().log())).contains(NextVersion.MARK + "dns: asks ");
        awaitAnswers();
    }

    /** One after the other, each asked once, and each for a name that is in no cache. */
    private static int askUntil(AtomicBoolean over) throws IOException {
        int answered = 0;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(Pair.GATEWAY_TUNNEL_ADDRESS, 53));
            socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
            while (!over.get()) {
                Message query = Message.newQuery(Record.newRecord(Name.fromString("absent" + answered + ".lab.example."), Type.A, DClass.IN));
                byte[] question = query.toWire();
                socket.send(new DatagramPacket(question, question.length));
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                Message answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (answer.getHeader().getID() != query.getHeader().getID() || answer.getRcode() != Rcode.NXDOMAIN) {
                    throw new IOException("after " + answered + " answers: " + answer);
                }
                answered++;
            }
        }
        return answered;
    }

    private static long counter(String name) throws Exception {
        return pair.gateway().require("vpn:counters --no-format dns").lines().map(line -> line.split("\\s+"))
                .filter(columns -> columns[1].equals(name)).mapToLong(columns -> Long.parseLong(columns[2])).sum();
    }
}
