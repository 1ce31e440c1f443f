package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.internet.Browser;
import com.softellect.vpn.lab.internet.Internet;
import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.measure.Transfer;
import com.softellect.vpn.lab.net.Command;
import com.softellect.vpn.lab.net.LinkWatch;
import com.softellect.vpn.lab.net.Namespace;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.node.Node;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.node.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client that lives behind its gateway: all of its traffic through the tunnel, a kill switch, the gateway's DNS server. Beside the tunnel it could reach the
 * internet directly; somebody watches the cable for that.
 */
@Timeout(600)
class FullTunnelIT {

    private static final String CARD = "eth0";
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(60);
    private static final Duration A_WHILE = Duration.ofMillis(1500);
    private static final String GATEWAY = "tcp " + Network.GATEWAY_ADDRESS + " " + Role.HTTPS_PORT;

    /** What the client's system has before there is a tunnel. */
    private static final String DNS_BEFORE = "192.168.50.1";
    private static final String RESOLV_CONF = "# the test's\nnameserver " + DNS_BEFORE + "\n";

    @TempDir
    private static Path folder;
    private static Path resolvConf;

    private static final String PROXY_ADDRESS = "203.0.113.31";
    private static final String PROXY_PASSWORD = "s3cret-of-the-proxy";
    private static final String OTHER_ADDRESS = "192.168.50.3";

    private static final Pattern MTU = Pattern.compile(" mtu lock (\\d+)");

    private static Network network;
    private static Namespace client;
    private static Namespace gateway;
    private static Pair pair;

    @BeforeAll
    static void startBoth() throws Exception {
        EndToEndLab lab = EndToEndLab.get();
        assumeTrue(Command.of("nft", "--version").works(), "there is no 'nft' here: install it with 'apt-get install nftables'");
        network = lab.network();
        client = network.client();
        gateway = network.gateway();
        lab.internet();
        openWays();
        Command.of("cp", "-a", "/etc", folder.toString()).run(); // what this user may not read nobody needs
        Files.writeString(folder.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
        resolvConf = folder.resolve("etc/resolv.conf");
        restoreResolvConf();
        pair = lab.pair("full-tunnel");
        pair.gateway().folder().configure("com.softellect.vpn.https", Map.of("address", "::"));
        pair.gateway().folder().configure("com.softellect.vpn.endpoint", Map.of("pushDns", Network.INTERNET_DNS_ADDRESS));
        pair.client().folder().configure("com.softellect.vpn.surroundings", Map.of("routing", "full", "killSwitch", true));
        pair.client().folder().configure("com.softellect.vpn.tunnel", Map.of("callTimeoutMillis", 2000, "connectTimeoutMillis", 1000));
        pair.gateway().start();
        startClient();
        pair.awaitService();
        pair.gateway().awaitRole();
        pair.client().awaitRole();
        pair.enrol();
        pair.connect();
        pair.awaitTunnel();
        pair.disconnect();
    }

    /** The client's way around the tunnel, and the gateway's as the kernel makes it for anybody. */
    private static void openWays() throws Exception {
        run(client, "ip", "route", "add", "default", "via", Network.GATEWAY_ADDRESS);
        run(gateway, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        nft(gateway, "ip", "lab_direct", "type nat hook postrouting priority 90", "oifname eth2 masquerade");
        run(client, "ip", "address", "add", Chatter.CLIENT_IPV6 + "/64", "dev", CARD, "nodad");
        run(gateway, "ip", "address", "add", Chatter.GATEWAY_IPV6 + "/64", "dev", CARD, "nodad");
    }

    private static void restoreResolvConf() throws IOException {
        Files.deleteIfExists(resolvConf);
        Files.writeString(resolvConf, RESOLV_CONF);
    }

    /** With an {@code /etc} of its own in the place of the machine's. */
    private static void startClient() throws Exception {
        pair.client().start(words -> {
            List<String> wrapped = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /etc && exec \"$@\"",
                    folder.resolve("etc").toString()));
            wrapped.addAll(words);
            return wrapped;
        });
    }

    @AfterAll
    static void stopBoth() throws Exception {
        if (pair != null) {
            pair.stop();
            client.command("nft", "delete", "table", "inet", "softellect_vpn_client").run();
            run(client, "ip", "route", "delete", "default");
            run(gateway, "nft", "delete", "table", "ip", "lab_direct");
            run(gateway, "sh", "-c", "echo 0 > /proc/sys/net/ipv4/ip_forward");
            run(client, "ip", "address", "delete", Chatter.CLIENT_IPV6 + "/64", "dev", CARD);
            run(gateway, "ip", "address", "delete", Chatter.GATEWAY_IPV6 + "/64", "dev", CARD);
        }
    }

    private static String run(Namespace where, String... words) throws Exception {
        return where.command(words).require();
    }

    /** A table of one chain with one rule. */
    private static void nft(Namespace where, String family, String table, String hook, String rule) throws Exception {
        String named = family + " " + table;
        run(where, "nft", "add table " + named + "; add chain " + named + " one { " + hook + "; }; add rule " + named + " one " + rule);
    }

    @Test
    void nothingLeavesTheClientButThroughTheTunnelFromConnectToDisconnectWhateverHappens() throws Exception {
        try (LinkWatch cable = LinkWatch.start(gateway, CARD); Chatter chatter = Chatter.start(client)) {
            awaitDirect(cable);
            page();

            barGateway(true);
            pair.client().require("vpn:connect --no-wait");
            pair.client().process().await("the kill switch", NOTICE_LIMIT, FullTunnelIT::isClosed);
            cable.take();
            assertOnlyTheGateway(cable, "connecting");

            barGateway(false);
            pair.awaitTunnel();
            assertUp(cable, "up");

            swapSurroundings();
            assertUp(cable, "swapped");

            changeAddress(Network.CLIENT_ADDRESS, OTHER_ADDRESS);
            pair.client().process().await("another connection", NOTICE_LIMIT, () -> pair.client().status().reconnects() > 0);
            pair.awaitTunnel();
            changeAddress(OTHER_ADDRESS, Network.CLIENT_ADDRESS);
            pair.client().process().await("one more connection", NOTICE_LIMIT, () -> pair.client().status().reconnects() > 1);
            pair.awaitTunnel();
            assertUp(cable, "another address");
            assertThat(pair.client().folder().log()).content().as("nobody waited for a timeout").contains("the network has changed: connecting anew");

            pair.gateway().kill();
            pair.client().process().await("the loss of the gateway being noticed", NOTICE_LIMIT, () -> !pair.client().status().connected());
            assertOnlyTheGateway(cable, "gateway killed");

            pair.gateway().start();
            pair.awaitTunnel();
            assertUp(cable, "reconnected");

            pair.client().kill();
            assertOnlyTheGateway(cable, "client killed");
            assertThat(resolvConf).content().as("as the killed client has left it").contains("#|nameserver 192.168.50.1");

            startClient();
            pair.client().awaitRole();
            pair.awaitTunnel();
            assertUp(cable, "client started again");

            pair.disconnect();
            awaitDirect(cable);
            page();
            assertThat(resolvConf).hasContent(RESOLV_CONF);
            assertThat(run(client, "ip", "route", "show", "proto", "177") + run(client, "ip", "-6", "route", "show", "proto", "177")).isEmpty();
            assertThat(isClosed()).isFalse();
            assertThat(chatter.isTalking()).isTrue();
        }
    }

    /** Each for real. None may keep asking others first, touch the adapter, or forget whom the system asked before. */
    @ParameterizedTest
    @CsvSource({"openresolv,resolvconf", "resolvconf,resolvconf", "systemd-resolved,systemd-resolved", "network-manager,NetworkManager"})
    void whoeverKeepsTheSystemsDnsServersAsksTheGatewaysFromConnectToDisconnect(String packageName, String name) throws Exception {
        try (NameKeeper keeper = NameKeeper.start(packageName, pair.client(), DNS_BEFORE)) {
            String before = Files.readString(resolvConf);
            String first = packageName.equals("systemd-resolved") ? "127.0.0.53" : Network.INTERNET_DNS_ADDRESS;
            pair.connectAgain();
            try {
                pair.awaitTunnel();
                pair.client().process().await("a name", NOTICE_LIMIT, () -> keeper.say("getent", "ahostsv4", Internet.HOST).contains(Network.INTERNET_ADDRESS));
                assertThat(Files.readAllLines(resolvConf)).filteredOn(line -> line.startsWith("nameserver")).first().isEqualTo("nameserver " + first);
                assertThat(pair.client().folder().log()).content().contains("names are asked of [" + Network.INTERNET_DNS_ADDRESS + "], by " + name + "\n");
            } finally {
                pair.disconnect();
            }
            pair.client().process().await("the server that there was", NOTICE_LIMIT, () -> Files.readString(resolvConf).equals(before));
        } finally {
            restoreResolvConf();
        }
    }

    /** The proxy is a host of the internet, the gateway behind it: nothing else is let out. */
    @Test
    void theWayLeadsThroughAProxyThatWantsCredentialsAndIsWaitedForWhereItRefuses() throws Exception {
        Namespace internet = EndToEndLab.get().internet().namespace();
        run(internet, "ip", "route", "add", Network.GATEWAY_ADDRESS, "via", Network.GATEWAY_PUBLIC_ADDRESS);
        run(internet, "ip", "address", "add", PROXY_ADDRESS + "/24", "dev", "eth0"); // its own: what goes there goes around the tunnel
        try (HttpProxy proxy = HttpProxy.start(internet, PROXY_ADDRESS, "alice:" + PROXY_PASSWORD); LinkWatch cable = LinkWatch.start(gateway, CARD)) {
            useProxy("wrong-one");
            pair.client().require("vpn:connect --no-wait");
            awaitProblem("wants other credentials");
            assertThat(isClosed()).isTrue();
            cable.take();

            useProxy(PROXY_PASSWORD);
            pair.awaitTunnel();
            page();
            proxy.refuse(true);
            awaitProblem("does not let anybody reach " + Network.GATEWAY_ADDRESS);
            proxy.refuse(false);
            pair.awaitTunnel();
            page();
            assertThat(pair.client().status().resumes()).as("over the session that there was").isPositive();
            assertOnly("tcp " + PROXY_ADDRESS + " " + HttpProxy.PORT, cable, "through a proxy");
            assertThat(pair.client().folder().log()).content().doesNotContain(PROXY_PASSWORD);
        } finally {
            pair.disconnect();
            pair.client().require("config:property-set -p com.softellect.vpn.tunnel proxy ''");
            run(internet, "ip", "route", "delete", Network.GATEWAY_ADDRESS);
            run(internet, "ip", "address", "delete", PROXY_ADDRESS + "/24", "dev", "eth0");
        }
    }

    private static void useProxy(String password) throws Exception {
        pair.client().require("config:property-set -p com.softellect.vpn.tunnel proxy http://alice:" + password + "@" + PROXY_ADDRESS + ":"
                + HttpProxy.PORT);
    }

    private static void awaitProblem(String text) throws Exception {
        pair.client().process().await("a word about the proxy", NOTICE_LIMIT, () -> pair.client().status().value("problem").orElse("").contains(text));
    }

    /** A process that is stopped does no more than one of a machine that sleeps; its sockets, adapter and routes stay as they are. */
    @Test
    void aClientThatSleptComesBackByItselfAndConnectionsThroughTheTunnelGoOn() throws Exception {
        pair.connectAgain();
        try {
            pair.awaitTunnel();
            long session = pair.session();
            try (Conversation conversation = Conversation.open(client, gateway, Pair.GATEWAY_TUNNEL_ADDRESS)) {
                signalClient("STOP");
                conversation.sayFar('a');
                TimeUnit.MILLISECONDS.sleep(A_WHILE.toMillis());
                signalClient("CONT");
                assertThat(conversation.hearNear()).isEqualTo('a');
                pair.awaitTunnel();
                assertThat(pair.session()).as("the session after a moment").isEqualTo(session);

                signalClient("STOP");
                idleSeconds(1);
                pair.gateway().process().await("the end of the session", NOTICE_LIMIT, () -> !pair.gateway().require("vpn:sessions").contains(Pair.CLIENT_ID));
                conversation.sayFar('b');
                conversation.sayNear('c');
                idleSeconds(60);
                signalClient("CONT");
                assertThat(conversation.hearNear()).isEqualTo('b');
                assertThat(conversation.hearFar()).isEqualTo('c');
                pair.awaitTunnel();
                assertThat(pair.session()).as("the session after a long sleep").isNotEqualTo(session);
            }
        } finally {
            signalClient("CONT");
            pair.disconnect();
        }
    }

    private static void signalClient(String signal) throws Exception {
        Command.of("sh", "-c", "kill -" + signal + " " + pair.client().process().pid()).require();
    }

    private static void idleSeconds(int seconds) throws Exception {
        pair.gateway().require("config:property-set -p com.softellect.vpn.registry idleSeconds " + seconds);
    }

    /** The tunnel is up all the while. */
    @Test
    void everySettingOfTheSurroundingsIsFollowedAtOnce() throws Exception {
        pair.connectAgain();
        try {
            pair.awaitTunnel();
            long reconnects = pair.client().status().reconnects();
            set("routing", "none");
            awaitRoutes(routes -> !routes.contains("128.0.0.0/1"));
            set("routing", "pushed");
            set("routes", "198.18.0.0/15");
            awaitRoutes(routes -> routes.contains("198.18.0.0/15 dev vpnc0"));
            set("exclude", "198.18.0.0/16");
            awaitRoutes(routes -> routes.contains("198.18.0.0/16 via " + Network.GATEWAY_ADDRESS));
            set("dns", "pushed");
            awaitFile(content -> content.contains("nameserver " + Network.INTERNET_DNS_ADDRESS + "\n"));
            set("dns", "none");
            awaitFile(RESOLV_CONF::equals);
            set("killSwitch", "false");
            pair.client().process().await("no kill switch", NOTICE_LIMIT, () -> !isClosed());
            set("localNetworks", "192.168.77.0/24");
            set("killSwitch", "true");
            pair.client().process().await("a kill switch with a hole", NOTICE_LIMIT, () -> run(client, "nft", "list", "ruleset").contains("192.168.77.0/24"));
            set("findMtu", "false");
            assertThat(pair.client().status().connected()).isTrue();
            assertThat(pair.client().status().reconnects()).isEqualTo(reconnects);
        } finally {
            for (Map.Entry<String, String> one : Map.of("routes", "", "exclude", "", "dns", "auto", "localNetworks", "", "killSwitch", "true", "findMtu", "true",
                    "routing", "full").entrySet()) {
                set(one.getKey(), one.getValue());
            }
            pair.disconnect();
        }
    }

    private static void set(String key, String value) throws Exception {
        pair.client().require("config:property-set -p com.softellect.vpn.surroundings " + key + " '" + value + "'");
    }

    private static void awaitRoutes(Predicate<String> wanted) throws Exception {
        pair.client().process().await("other routes", NOTICE_LIMIT, () -> wanted.test(run(client, "ip", "route", "show")));
    }

    private static void awaitFile(Predicate<String> wanted) throws Exception {
        pair.client().process().await("other DNS servers", NOTICE_LIMIT, () -> wanted.test(Files.readString(resolvConf)));
    }

    /** Path MTU discovery is blocked: what is too long for the way is lost, and nobody says so. */
    @ParameterizedTest
    @CsvSource({"1500,576", "1500,1024", "1500,1400", "9000,1500", "9000,9000"})
    void whatTheWayCarriesIsFoundWhereItIsLessThanTheCardSays(int card, int way) throws Exception {
        setMtu(card, 1);
        narrow("ip", way);
        try {
            pair.connectAgain();
            assertThat(foundMtu(Network.GATEWAY_ADDRESS).orElse(card)).isLessThanOrEqualTo(way);
        } finally {
            pair.disconnect();
            widen("ip");
        }
    }

    /** No way of IPv6 carries less than these 1280 bytes. */
    @Test
    void whatTheWayCarriesIsFoundOverIpv6Too() throws Exception {
        int way = 1280;
        moveTo("[" + Chatter.GATEWAY_IPV6 + "]");
        setMtu(1500, 1);
        narrow("ip6", way);
        try {
            pair.connect();
            assertThat(foundMtu(Chatter.GATEWAY_IPV6)).contains(way);
        } finally {
            pair.disconnect();
            widen("ip6");
            moveTo(Network.GATEWAY_ADDRESS);
            pair.connect();
            pair.disconnect();
        }
    }

    /** Has the gateway be reached under another name, and makes a profile that says so. */
    private static void moveTo(String name) throws Exception {
        pair.gateway().require("config:property-set -p com.softellect.vpn.https publicNames '" + name + "'");
        pair.gateway().process().await("a profile with " + name, NOTICE_LIMIT, () -> pair.renew().contains(name));
    }

    /** Of the gateway's own route, when much went both ways through the tunnel; empty if it has none. */
    private static Optional<Integer> foundMtu(String gatewayAddress) throws Exception {
        pair.awaitTunnel();
        for (Direction direction : Direction.values()) {
            assertThat(new Transfer(gateway, client, Pair.GATEWAY_TUNNEL_ADDRESS).bytes(direction, 300_000).identical()).as("%s", direction).isTrue();
        }
        Matcher found = MTU.matcher(run(client, "ip", gatewayAddress.contains(":") ? "-6" : "-4", "route", "show", gatewayAddress, "proto", "177"));
        return found.find() ? Optional.of(Integer.valueOf(found.group(1))) : Optional.empty();
    }

    /** @param segments that a packet of the kernel's may hold: of several it would be longer than what the cable carries, and counted as one */
    private static void setMtu(int bytes, int segments) throws Exception {
        for (Namespace end : List.of(client, gateway)) {
            run(end, "ip", "link", "set", CARD, "mtu", Integer.toString(bytes), "gso_max_segs", Integer.toString(segments));
        }
    }

    private static void narrow(String family, int bytes) throws Exception {
        for (Namespace end : List.of(client, gateway)) {
            nft(end, family, "lab_narrow", "type filter hook prerouting priority -300", "iifname " + CARD + " meta length > " + bytes + " drop");
        }
    }

    private static void widen(String family) throws Exception {
        run(client, "nft", "delete", "table", family, "lab_narrow");
        run(gateway, "nft", "delete", "table", family, "lab_narrow");
        setMtu(1500, 65_535);
    }

    /** Calls don't reach the gateway, and nobody says so. */
    private static void barGateway(boolean barred) throws Exception {
        if (barred) {
            nft(gateway, "ip", "lab_bar", "type filter hook input priority 0", "tcp dport 8443 drop");
        } else {
            run(gateway, "nft", "delete", "table", "ip", "lab_bar");
        }
    }

    private static boolean isClosed() throws Exception {
        return client.command("nft", "list", "table", "inet", "softellect_vpn_client").run().ok();
    }

    /** As when somebody plugs the cable into another network. */
    private static void changeAddress(String from, String to) throws Exception {
        run(client, "ip", "address", "delete", from + "/24", "dev", CARD);
        run(client, "ip", "address", "add", to + "/24", "dev", CARD);
        run(client, "ip", "route", "add", "default", "via", Network.GATEWAY_ADDRESS);
    }

    private static void swapSurroundings() throws Exception {
        pair.client().require("bundle:restart com.softellect.vpn.surroundings");
        pair.client().process().stayAlive(A_WHILE);
    }

    /** The application's traffic is seen beside the tunnel: the test would see a leak. */
    private static void awaitDirect(LinkWatch cable) throws Exception {
        cable.take();
        Set<String> wanted = Set.of("udp " + Network.INTERNET_ADDRESS + " 9", "udp " + Network.INTERNET_DNS_ADDRESS + " 53",
                "tcp " + Network.INTERNET_ADDRESS + " 80", "udp 255.255.255.255 9", "udp 224.0.0.251 5353", "ipv6 58");
        Set<String> seen = new TreeSet<>();
        pair.client().process().await("traffic beside the tunnel", NOTICE_LIMIT, () -> {
            seen.addAll(cable.take().keySet());
            if (!seen.containsAll(wanted)) {
                throw new LabException("only " + seen);
            }
            return true;
        });
    }

    private static void assertOnlyTheGateway(LinkWatch cable, String phase) throws Exception {
        assertOnly(GATEWAY, cable, phase);
    }

    private static void assertOnly(String kind, LinkWatch cable, String phase) throws Exception {
        TimeUnit.MILLISECONDS.sleep(A_WHILE.toMillis());
        Map<String, Long> seen = cable.take();
        seen.keySet().removeIf(other -> other.equals("arp") || other.startsWith("nd "));
        assertThat(seen.keySet()).as("%s: %s", phase, seen).isSubsetOf(kind);
    }

    private static void assertUp(LinkWatch cable, String phase) throws Exception {
        page();
        assertOnlyTheGateway(cable, phase);
        assertThat(resolvConf).content().startsWith("# Softellect").contains("nameserver " + Network.INTERNET_DNS_ADDRESS + "\n");
        assertThat(pair.client().status().connected()).as(phase).isTrue();
    }

    /** By name, from the internet. */
    private static void page() throws Exception {
        assertThat(new Browser(client, Network.INTERNET_DNS_ADDRESS).open(Internet.PAGE).isOf(Internet.HOST, Network.GATEWAY_PUBLIC_ADDRESS)).isTrue();
    }
}
