package com.softellect.vpn.lab.peer;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Command;
import com.softellect.vpn.lab.net.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** ocserv, with the settings of its example that matter here, and openconnect as its client. */
final class Ocserv implements Peer {

    private static final String USER = "bench";
    private static final String PASSWORD = "benchpw";
    private static final int PORT = 443;

    private final Site site;
    private Process server;

    Ocserv(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return "ocserv";
    }

    @Override
    public List<String> programs() {
        return List.of("ocserv", "ocpasswd", "openconnect", "openssl");
    }

    @Override
    public String packages() {
        return "ocserv openconnect openssl";
    }

    @Override
    public void prepare() throws LabException, InterruptedException {
        site.certificate("server");
        Path typed = site.write("typed", PASSWORD + "\n" + PASSWORD + "\n");
        Path users = site.file("users");
        Command.of("sh", "-c", "ocpasswd -c '" + users + "' " + USER + " < '" + typed + "'").require();
        site.write("ocserv.conf", String.join("\n",
                "auth = \"plain[passwd=" + users + "]\"", "tcp-port = " + PORT, "udp-port = " + PORT, "run-as-user = root", "run-as-group = root",
                "socket-file = " + site.file("socket"), "server-cert = " + site.file("server.crt"), "server-key = " + site.file("server.key"),
                "isolate-workers = false", "max-clients = 16", "max-same-clients = 2", "keepalive = 300", "dpd = 60", "mobile-dpd = 300",
                "switch-to-tcp-timeout = 25", "cookie-timeout = 300", "deny-roaming = false", "rekey-time = 172800", "rekey-method = ssl",
                "use-occtl = false", "pid-file = " + site.file("pid"), "device = vpns", "predictable-ips = true", "ipv4-network = " + Site.NETWORK,
                "ipv4-netmask = " + Site.NETMASK, "ping-leases = false", "route = " + Site.NETWORK + "/" + Site.NETMASK, "max-ban-score = 0", ""));
        site.write("script", String.join("\n", "#!/bin/sh", "[ \"$reason\" = connect ] || exit 0",
                "ip link set dev \"$TUNDEV\" up mtu \"${INTERNAL_IP4_MTU:-1400}\"", "ip address add \"$INTERNAL_IP4_ADDRESS/24\" dev \"$TUNDEV\"", ""));
        Command.of("chmod", "755", site.file("script").toString()).require();
    }

    @Override
    public void startServer() throws LabException, InterruptedException {
        server = site.start(site.server(), "ocserv", List.of("ocserv", "-f", "-c", site.file("ocserv.conf").toString()), null);
        site.await("ocserv", Duration.ofSeconds(20), () -> site.listens(PORT));
    }

    @Override
    public void stopServer() throws InterruptedException {
        site.stop(server);
    }

    @Override
    public void startClient() throws LabException, InterruptedException {
        String pin = Command.of("sh", "-c", "openssl x509 -in '" + site.file("server.crt") + "' -pubkey -noout | openssl pkey -pubin -outform der"
                + " | openssl dgst -sha256 -binary | base64").require();
        site.start(site.client(), "openconnect", List.of("openconnect", "--passwd-on-stdin", "-u", USER, "--servercert", "pin-sha256:" + pin, "--script",
                site.file("script").toString(), "--interface", "tunoc", "https://" + Network.GATEWAY_ADDRESS), site.write("password", PASSWORD + "\n"));
    }
}
