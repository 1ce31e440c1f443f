package com.softellect.vpn.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Map;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFolderTest {

    @TempDir
    Path temporary;

    private NodeFolder node;

    @BeforeEach
    void createFromAnAssembly() throws Exception {
        Path etc = Files.createDirectories(temporary.resolve("karaf/etc/scripts")).getParent();
        Files.writeString(etc.resolve("scripts/a.script"), "echo a");
        Files.writeString(etc.resolve("org.apache.karaf.features.cfg"),
                "# Boot\nfeaturesBoot = \\\n    shell/4.4.10, \\\n    vpn-base/1.0.0\n");
        Files.writeString(etc.resolve("org.apache.karaf.shell.cfg"), "# Where\nsshPort = 8101\nsshHost = 127.0.0.1\n");
        Files.writeString(etc.resolve("keys.properties"), "# Nobody\n");
        node = new NodeFolder(Role.CLIENT, temporary.resolve("client"));
        assertThat(node.exists()).isFalse();
        node.create(new Assembly(temporary.resolve("karaf")));
    }

    @Test
    void theRoleIsAddedToTheFeaturesThatAreStarted() throws Exception {
        assertThat(Settings.in(node.etc().resolve("org.apache.karaf.features.cfg")).get("featuresBoot"))
                .matches("shell/4.4.10,\\s*vpn-base/1.0.0, vpn-client");
        assertThat(node.exists()).isTrue();
    }

    @Test
    void thePortOfTheShellIsTheRolesOwnAndTheRestStaysWithItsComments() {
        assertThat(node.settings("org.apache.karaf.shell")).content()
                .contains("# Where").containsPattern("sshPort ?= ?8102").contains("sshHost = 127.0.0.1");
        assertThat(node.etc().resolve("scripts/a.script")).hasContent("echo a");
    }

    @Test
    void theKeyOnDiskIsTheOneThatIsLetIn() throws Exception {
        KeyPair key = ShellKey.read(node.key());
        String body = PublicKeyEntry.toString(key.getPublic()).split(" ")[1];

        assertThat(Settings.in(node.etc().resolve("keys.properties")).get("admin")).startsWith(body + ",ssh,admin");
    }

    @Test
    void nobodyElseReadsWhatLiesThere() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.base()))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.key()))).isEqualTo("rw-------");
    }

    @Test
    void settingsAreChangedOneByOne() throws Exception {
        node.configure("com.softellect.vpn.tunnel", Map.of("adapterName", "mine0"));
        node.configure("com.softellect.vpn.tunnel", Map.of("autoConnect", true));

        Settings tunnel = Settings.in(node.settings("com.softellect.vpn.tunnel"));
        assertThat(tunnel.get("adapterName")).isEqualTo("mine0");
        assertThat(tunnel.get("autoConnect")).isEqualTo("true");
    }
}
