package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A node of this machine's own, outside any namespace, whose settings outlive it.
 *
 * @param folder  the node's
 * @param gateway the gateway that may run here too; a client is introduced to it when it is made
 */
public record StandaloneNode(NodeFolder folder, NodeFolder gateway) {

    private static final String CLIENT_ID = "alice";

    /** Checks its ports, and makes its folder at the first start. Later ones leave the settings alone, and forget the bundles of another build. */
    public void prepare(Assembly assembly) throws LabException {
        try {
            if (!folder.exists()) {
                create(assembly);
            }
            forgetOtherBuild(assembly);
            new Ports(folder).check();
        } catch (IOException e) {
            throw new LabException("cannot prepare " + folder.base() + ": " + e, e);
        }
    }

    private void create(Assembly assembly) throws LabException, IOException {
        folder.create(assembly);
        if (folder.role() == Role.GATEWAY) {
            new Credential(CLIENT_ID, Credential.randomSecret()).admit(folder, Pair.CLIENT_TUNNEL_ADDRESS);
        } else if (gateway.exists()) {
            Credential.of(gateway, CLIENT_ID).use(folder, "http://127.0.0.1:" + Role.GATEWAY.httpPort() + "/cxf/vpn", false);
        }
    }

    /** Karaf keeps copies of its bundles by their version; two builds of one version are told apart here. */
    private void forgetOtherBuild(Assembly assembly) throws IOException {
        Path mark = folder.base().resolve("build");
        String build = assembly.home().getFileName().toString();
        if (!Files.exists(mark) || !Files.readString(mark).equals(build)) {
            Folders.delete(folder.base().resolve("data/cache"));
            Files.writeString(mark, build);
        }
    }
}
