package com.softellect.vpn.lab.peer;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Command;
import com.softellect.vpn.lab.net.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** OpenVPN over UDP, with the settings of its example for servers; each side knows the other by the fingerprint of its certificate. */
final class OpenVpn implements Peer {

    private static final String PROGRAM = "openvpn";
    private static final String PORT = "1194";

    private final Site site;
    private Process server;

    OpenVpn(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return "openvpn";
    }

    @Override
    public List<String> programs() {
        return List.of(PROGRAM, "openssl");
    }

    @Override
    public String packages() {
        return "openvpn openssl";
    }

    @Override
    public void prepare() throws LabException, InterruptedException {
        site.certificate("server");
        site.certificate("client");
    }

    private String fingerprint(String side) throws LabException, InterruptedException {
        String printed = Command.of("openssl", "x509", "-in", site.file(side + ".crt").toString(), "-noout", "-fingerprint", "-sha256").require();
        return printed.substring(printed.indexOf('=') + 1);
    }

    private List<String> common(String side, String other) throws LabException, InterruptedException {
        return List.of(PROGRAM, "--dev", "tun", "--proto", "udp", "--cert", site.file(side + ".crt").toString(), "--key", site.file(side + ".key").toString(),
                "--peer-fingerprint", fingerprint(other), "--persist-tun", "--persist-key", "--disable-dco", "--verb", "3");
    }

    @Override
    public void startServer() throws LabException, InterruptedException {
        List<String> words = new ArrayList<>(common("server", "client"));
        words.addAll(List.of("--server", Site.NETWORK, Site.NETMASK, "--topology", "subnet", "--port", PORT, "--dh", "none", "--keepalive", "10", "120",
                "--explicit-exit-notify", "1"));
        server = site.start(site.server(), "openvpn-server", words, null);
        site.await("OpenVPN's server", Duration.ofSeconds(20), () -> site.server().command("ss", "-Hlun", "sport = :" + PORT).require().contains(PORT));
    }

    @Override
    public void stopServer() throws InterruptedException {
        site.stop(server);
    }

    @Override
    public void startClient() throws LabException, InterruptedException {
        List<String> words = new ArrayList<>(common("client", "server"));
        words.addAll(List.of("--client", "--remote", Network.GATEWAY_ADDRESS, PORT, "--nobind"));
        site.start(site.client(), "openvpn-client", words, null);
    }
}
