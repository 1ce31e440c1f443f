package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** The ports that a node is going to listen on. Karaf itself starts without those that are taken, and says so only in its log. */
final class Ports {

    private static final String ANY = "0.0.0.0";

    private final NodeFolder folder;

    Ports(NodeFolder folder) {
        this.folder = folder;
    }

    /** @throws LabException if another program has one of them; it names the key to change */
    void check() throws LabException, IOException {
        if (folder.role() == Role.GATEWAY) {
            check("com.softellect.vpn.https", "port", ANY);
        }
        check("org.apache.karaf.shell", "sshPort", "127.0.0.1");
    }

    private void check(String pid, String key, String address) throws LabException, IOException {
        Path file = folder.settings(pid);
        String port = Settings.in(file).get(key);
        if (!port.matches("\\d{1,5}")) {
            return; // Karaf's default, or its own error
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), Integer.parseInt(port)));
        } catch (BindException e) {
            throw new LabException("port " + port + " is taken by another program: stop that, or set another " + key + " in " + file, e);
        }
    }
}
