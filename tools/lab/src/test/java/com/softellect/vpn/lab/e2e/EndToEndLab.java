package com.softellect.vpn.lab.e2e;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.internet.Internet;
import com.softellect.vpn.lab.net.Command;
import com.softellect.vpn.lab.net.Namespace;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.net.TunDevice;
import com.softellect.vpn.lab.node.Assembly;
import com.softellect.vpn.lab.node.Folders;
import com.softellect.vpn.lab.node.Node;
import com.softellect.vpn.lab.node.NodeFolder;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.node.Role;
import java.nio.file.Path;

/**
 * What the end-to-end tests run in: the built assembly, real TUN adapters, two network namespaces. There is one per JVM, because
 * the JVM is inside namespaces of its own. Where that is impossible the tests are skipped, and the reason is said.
 */
final class EndToEndLab {

    private static final Path WORK = Path.of(System.getProperty("lab.work"));
    private static final EndToEndLab ONLY = new EndToEndLab();

    private Network network;
    private Namespace strangers;
    private Internet internet;
    private Assembly assembly;

    private EndToEndLab() {
    }

    static EndToEndLab get() throws Exception {
        ONLY.prepare();
        return ONLY;
    }

    Assembly assembly() {
        return assembly;
    }

    Network network() {
        return network;
    }

    /** A third place, from where the gateway is reached too. */
    Namespace strangers() throws Exception {
        if (strangers == null) {
            strangers = network.joinStrangers();
        }
        return strangers;
    }

    /** A place behind the gateway, which knows no address of the tunnel. */
    Internet internet() throws Exception {
        if (internet == null) {
            internet = Internet.open(network);
        }
        return internet;
    }

    /** One more client, in a folder of this name, there; not started. */
    Node stranger(String name) throws Exception {
        NodeFolder folder = new NodeFolder(Role.CLIENT, WORK.resolve(name));
        Folders.delete(folder.base());
        folder.create(assembly);
        return new Node(assembly, folder, strangers());
    }

    /** A gateway and a client in a folder of this name, not started; once it has a profile the client connects by itself when it is. */
    Pair pair(String name) throws Exception {
        Path folder = WORK.resolve(name);
        Folders.delete(folder);
        return Pair.create(assembly, folder, network, true);
    }

    /** The product's bundles. */
    Path bundles() {
        return assembly.bundles();
    }

    private void prepare() throws Exception {
        if (network == null) {
            requireNamespaces();
            assembly = Assembly.unpack(Path.of(System.getProperty("lab.assembly")), WORK);
            network = Network.create();
        }
    }

    private static void requireNamespaces() throws InterruptedException {
        assumeTrue(Boolean.getBoolean("lab.isolated"),
                "this user may not make network namespaces: run the tests as root or allow user namespaces");
        for (String tool : new String[] {"ip", "ping"}) {
            assumeTrue(Command.of(tool, "-V").works(), "there is no '" + tool + "' here");
        }
        try {
            TunDevice.SYSTEM.check();
        } catch (LabException e) {
            abort(e.getMessage());
        }
    }
}
