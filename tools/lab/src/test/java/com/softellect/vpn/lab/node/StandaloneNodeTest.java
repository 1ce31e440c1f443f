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
    void theClientIsIntroducedToTheGatewayOfThisMachine() throws Exception {
        prepare(gateway, "karaf-1");
        prepare(client, "karaf-1");

        Settings admitted = Settings.in(gateway.settings("com.softellect.vpn.client-alice"));
        Settings used = Settings.in(client.settings("com.softellect.vpn.tunnel"));
        assertThat(used.get("secret")).hasSizeGreaterThanOrEqualTo(16).isEqualTo(admitted.get("secret"));
        assertThat(used.get("clientId")).isEqualTo(admitted.get("id"));
        assertThat(used.get("gatewayUrl")).isEqualTo("http://127.0.0.1:8181/cxf/vpn");
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
            gateway.configure("org.ops4j.pax.web", Map.of("org.osgi.service.http.port", other.getLocalPort()));
            assertThatThrownBy(() -> prepare(gateway, "karaf-1")).isInstanceOf(LabException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " is taken").hasMessageContaining("org.osgi.service.http.port");
        }
        prepare(gateway, "karaf-1");
    }

    private void prepare(NodeFolder node, String assembly) throws Exception {
        new StandaloneNode(node, gateway).prepare(new Assembly(temporary.resolve(assembly)));
    }
}
