package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.lab.net.Command;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.node.Node;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.node.Role;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What a gateway says when the machine does not give it what it needs. */
@Timeout(600)
class MisfortuneIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Network network;
    private Node gateway;

    @BeforeEach
    void makeAGateway(TestInfo test) throws Exception {
        EndToEndLab lab = EndToEndLab.get();
        network = lab.network();
        Pair pair = lab.pair(test.getTestMethod().orElseThrow().getName());
        gateway = pair.gateway();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (gateway != null) {
            gateway.stop();
        }
    }

    @Test
    void anAdapterNameThatIsInUseIsNamedWithWhatToDo() throws Exception {
        ip("link", "add", "vpn0", "type", "veth", "peer", "name", "other0");
        try {
            assertThat(problem(UnaryOperator.identity())).contains("vpn0", "already in use", "choose another adapter name");
        } finally {
            ip("link", "delete", "vpn0");
        }
    }

    @Test
    void anAddressThatIsInUseIsNamedWithItsOwner() throws Exception {
        ip("address", "add", Pair.GATEWAY_TUNNEL_ADDRESS + "/24", "dev", "eth0");
        try {
            assertThat(problem(UnaryOperator.identity())).contains(Pair.GATEWAY_TUNNEL_ADDRESS, "eth0");
        } finally {
            ip("address", "delete", Pair.GATEWAY_TUNNEL_ADDRESS + "/24", "dev", "eth0");
        }
    }

    @Test
    void withoutTheCapabilityItSaysWhichOneIsNeeded() throws Exception {
        assertThat(problem(wrappedIn("setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin")))
                .contains("CAP_NET_ADMIN");
    }

    @Test
    void withoutTheDeviceItSaysHowToLoadTheDriver() throws Exception {
        String hide = "mount -t tmpfs none /dev/net && exec \"$@\"";

        assertThat(problem(wrappedIn("unshare", "--mount", "sh", "-c", hide, "sh"))).contains("/dev/net/tun", "modprobe tun");
    }

    @Test
    void aPortThatIsTakenIsNamedInTheLog() throws Exception {
        int port = Role.HTTPS_PORT;
        try (ServerSocket taken = network.gateway().call(() -> new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0")))) {
            assertThat(taken.isBound()).isTrue();
            gateway.start();
            gateway.process().await("a word about port " + port, LIMIT, () -> {
                String log = Files.readString(gateway.folder().log());
                return log.contains("can't listen on 0.0.0.0:" + port + ": Address already in use")
                        && log.contains("etc/com.softellect.vpn.https.cfg");
            });
        }
    }

    /** Starts the gateway and returns what vpn:status gives as its problem. */
    private String problem(UnaryOperator<List<String>> around) throws Exception {
        gateway.start(around);
        gateway.awaitRole();
        gateway.process().await("a problem in vpn:status", LIMIT, () -> gateway.status().value("problem").isPresent());
        return gateway.status().value("problem").orElseThrow();
    }

    private static UnaryOperator<List<String>> wrappedIn(String... wrapper) {
        return command -> {
            List<String> words = new ArrayList<>(List.of(wrapper));
            words.addAll(command);
            return words;
        };
    }

    private void ip(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip", "-n", network.gateway().name()));
        command.addAll(List.of(words));
        new Command(command).require();
    }
}
