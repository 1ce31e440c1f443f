package com.softellect.vpn.lab.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.lab.LabException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneNodeTest {

    @TempDir
    Path temporary;

    private NodeFolder gateway;
    private NodeFolder client;

    @BeforeEach
    void makeAnAssembly() throws Exception {
        Files.createDirectories(temporary.resolve("karaf-1/etc"));
        Files.createDirectories(temporary.resolve("karaf-2/etc"));
        gateway = new NodeFolder(Role.GATEWAY, temporary.resolve("gateway"));
        client = new NodeFolder(Role.CLIENT, temporary.resolve("client"));
    }

    @Test
    void whatTheOperatorSetOutlivesTheNextStart() throws Exception {
        prepare(gateway, "karaf-1");
        gateway.configure("com.softellect.vpn.router", Map.of("adapterName", "mine"));
        prepare(gateway, "karaf-2");

        assertThat(Settings.in(gateway.settings("com.softellect.vpn.router")).get("adapterName")).isEqualTo("mine");
    }

    @Test
    void theBundlesOfAnotherBuildAreForgottenAndThoseOfTheSameKept() throws Exception {
        prepare(gateway, "karaf-1");
        Path bundle = Files.createDirectories(gateway.base().resolve("data/cache/bundle7")).resolve("bundle.jar");
        Files.writeString(bundle, "old");

        prepare(gateway, "karaf-1");
        assertThat(bundle).exists();
        prepare(gateway, "karaf-2");
        assertThat(bundle).doesNotExist();
    }

    @Test
    void aPortThatIsTakenIsNamedWithTheSettingToChange() throws Exception {
        prepare(gateway, "karaf-1");
        try (ServerSocket other = new ServerSocket(0)) {
            gateway.configure("com.softellect.vpn.https", Map.of("port", other.getLocalPort()));
            assertThatThrownBy(() -> prepare(gateway, "karaf-1")).isInstanceOf(LabException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " is taken").hasMessageContaining("com.softellect.vpn.https.cfg");
        }
        prepare(gateway, "karaf-1");
    }

    @Test
    void aClientNeedsNoPortButThatOfItsShell() throws Exception {
        prepare(client, "karaf-1");
        try (ServerSocket other = new ServerSocket(0)) {
            client.configure("com.softellect.vpn.https", Map.of("port", other.getLocalPort()));
            prepare(client, "karaf-1");

            client.configure("org.apache.karaf.shell", Map.of("sshPort", other.getLocalPort()));
            assertThatThrownBy(() -> prepare(client, "karaf-1")).isInstanceOf(LabException.class).hasMessageContaining("sshPort");
        }
    }

    private void prepare(NodeFolder node, String assembly) throws Exception {
        new StandaloneNode(node).prepare(new Assembly(temporary.resolve(assembly)));
    }
}
