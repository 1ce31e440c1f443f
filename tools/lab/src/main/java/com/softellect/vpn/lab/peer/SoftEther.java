package com.softellect.vpn.lab.peer;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Namespace;
import com.softellect.vpn.lab.net.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * SoftEther, over one TCP connection with TLS, the server's hub bridged to a TAP device. Server and client keep their state in the same folders of the
 * system, so each gets such folders of its own.
 */
final class SoftEther implements Peer {

    private static final String HOME = "/usr/libexec/softether/";
    private static final String COMMAND = HOME + "vpncmd/vpncmd";
    private static final String CLIENT_ADDRESS = "10.66.77.2/24";
    private static final String TAP = "tap_vpn";
    private static final String CARD = "vpn_se";
    private static final int PORT = 443;

    /** The client's own, for its command: the first that is free from 9930 on. */
    private static final String CLIENT_PORTS = ":993";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Site site;
    private Process server;
    private boolean configured;

    SoftEther(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return "softether";
    }

    @Override
    public List<String> programs() {
        return List.of(HOME + "vpnserver/vpnserver", HOME + "vpnclient/vpnclient", COMMAND);
    }

    @Override
    public String packages() {
        return "softether-vpnserver softether-vpnclient softether-vpncmd";
    }

    @Override
    public void prepare() throws LabException {
        site.write("server.cmd", String.join("\n", "HubCreate bench /PASSWORD:hubpw", "Hub bench", "UserCreate u /GROUP:none /REALNAME:none /NOTE:none",
                "UserPasswordSet u /PASSWORD:benchpw", "Hub", "BridgeCreate bench /DEVICE:vpn /TAP:yes", ""));
        site.write("client.cmd", String.join("\n", "NicCreate se", "AccountCreate b /SERVER:" + Network.GATEWAY_ADDRESS + ":" + PORT
                + " /HUB:bench /USERNAME:u /NICNAME:se", "AccountPasswordSet b /PASSWORD:benchpw /TYPE:standard", ""));
    }

    /** With folders of its own in the places where this side looks for them. */
    private List<String> own(String side, String command) {
        StringBuilder script = new StringBuilder();
        for (String folder : List.of("/var/lib/softether", "/var/log/softether", "/run/softether")) {
            Path own = site.file(side + folder);
            script.append("mkdir -p ").append(folder).append(" '").append(own).append("'; mount --bind '").append(own).append("' ").append(folder).append("; ");
        }
        return List.of("unshare", "-m", "sh", "-c", script + command);
    }

    private void command(Namespace where, String side, String words) throws LabException, InterruptedException {
        where.command(own(side, COMMAND + " " + words).toArray(String[]::new)).require();
    }

    private static void address(Namespace where, String device, String address) throws LabException, InterruptedException {
        where.command("ip", "address", "replace", address, "dev", device).require();
        where.command("ip", "link", "set", device, "up").require();
    }

    @Override
    public void startServer() throws LabException, InterruptedException {
        server = site.start(site.server(), "softether-server", own("server", "exec " + HOME + "vpnserver/vpnserver execsvc"), null);
        site.await("SoftEther's server", LIMIT, () -> site.listens(PORT));
        if (!configured) {
            configured = true;
            command(site.server(), "server", "localhost:" + PORT + " /SERVER /IN:" + site.file("server.cmd"));
        }
        site.await("SoftEther's device", LIMIT, () -> site.server().command("ip", "link", "show", TAP).works());
        address(site.server(), TAP, Site.SERVER + "/24");
    }

    @Override
    public void stopServer() throws InterruptedException {
        site.stop(server);
    }

    @Override
    public void startClient() throws LabException, InterruptedException {
        site.start(site.client(), "softether-client", own("client", "exec " + HOME + "vpnclient/vpnclient execsvc"), null);
        site.await("SoftEther's client", LIMIT, () -> site.client().command("ss", "-Hltn").require().contains(CLIENT_PORTS));
        command(site.client(), "client", "localhost /CLIENT /IN:" + site.file("client.cmd"));
        site.await("SoftEther's device", LIMIT, () -> site.client().command("ip", "link", "show", CARD).works());
        address(site.client(), CARD, CLIENT_ADDRESS);
        command(site.client(), "client", "localhost /CLIENT /CMD AccountConnect b");
    }
}
