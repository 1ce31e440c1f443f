package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A gateway and a client for it, one in each namespace of a network. The client is enrolled when both run. Used by one thread. */
public final class Pair {

    /** The client's id. */
    public static final String CLIENT_ID = "alice";

    /** Addresses inside the tunnel. */
    public static final String GATEWAY_TUNNEL_ADDRESS = "10.66.77.1";
    public static final String CLIENT_TUNNEL_ADDRESS = "10.66.77.2";

    /** As a client's settings name it by default. */
    private static final String CLIENT_ADAPTER = "vpnc0";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(120);

    private final Node gateway;
    private final Node client;
    private final Path profile;

    private Pair(Node gateway, Node client, Path profile) {
        this.gateway = gateway;
        this.client = client;
        this.profile = profile;
    }

    /**
     * Makes both nodes' folders. Starts nothing.
     *
     * @param folder      the parent of both
     * @param autoConnect whether a client that has a profile connects by itself when it starts
     */
    public static Pair create(Assembly assembly, Path folder, Network network, boolean autoConnect) throws LabException {
        NodeFolder gateway = new NodeFolder(Role.GATEWAY, folder.resolve(Role.GATEWAY.word()));
        NodeFolder client = new NodeFolder(Role.CLIENT, folder.resolve(Role.CLIENT.word()));
        gateway.create(assembly);
        gateway.configure("com.softellect.vpn.https", Map.of("publicNames", Network.GATEWAY_ADDRESS));
        gateway.configure("com.softellect.vpn.dns", Map.of("upstreams", Network.INTERNET_DNS_ADDRESS)); // the machine's own are out of reach
        client.create(assembly);
        client.configure("com.softellect.vpn.tunnel", Map.of("autoConnect", autoConnect));
        return new Pair(new Node(assembly, gateway, network.gateway()), new Node(assembly, client, network.client()),
                folder.resolve(CLIENT_ID + ".vpnprofile").toAbsolutePath());
    }

    public Node gateway() {
        return gateway;
    }

    public Node client() {
        return client;
    }

    /** Starts both, enrols the client and connects it. */
    public void startConnected() throws LabException, InterruptedException {
        gateway.start();
        client.start();
        awaitService();
        gateway.awaitRole();
        client.awaitRole();
        enrol();
        connect();
    }

    /** Waits until the client's side of the network can read the gateway's contract. */
    public void awaitService() throws LabException, InterruptedException {
        GatewayService service = GatewayService.in(gateway.folder());
        gateway.process().await(service.url(), Node.START_LIMIT, () -> client.namespace().call(service::answers));
    }

    /** Has the gateway add the client and write its profile. */
    public void enrol() throws LabException, InterruptedException {
        gateway.require("vpn:client-add " + CLIENT_ID + " --address " + CLIENT_TUNNEL_ADDRESS + " --profile " + profile);
    }

    /** Has the gateway give the client another key, with a profile in the place of the one before. @return what is in it */
    public String renew() throws LabException, InterruptedException {
        try {
            Files.deleteIfExists(profile);
            gateway.require("vpn:client-rotate " + CLIENT_ID + " --profile " + profile);
            return Files.readString(profile);
        } catch (IOException e) {
            throw new LabException("cannot read the profile: " + e, e);
        }
    }

    /** Connects the client with the profile, which is deleted: the client keeps what it needs of it. */
    public void connect() throws LabException, InterruptedException {
        client.require("vpn:connect " + profile);
        try {
            Files.delete(profile);
        } catch (IOException e) {
            throw new LabException("cannot delete the profile: " + e, e);
        }
    }

    /** Ends the tunnel. */
    public void disconnect() throws LabException, InterruptedException {
        client.require("vpn:disconnect");
    }

    /** Connects the client once more, with what it has kept of its profile. */
    public void connectAgain() throws LabException, InterruptedException {
        client.require("vpn:connect");
    }

    /** Waits until the tunnel is up; its last problem is in the message if it does not come up. */
    public void awaitTunnel() throws LabException, InterruptedException {
        client.process().await("the tunnel", CONNECT_LIMIT, this::connected);
    }

    /** Has the client's system send what is for that network through the tunnel, as long as there is the client's adapter. */
    public void routeThroughTunnel(String network) throws LabException, InterruptedException {
        client.namespace().command("ip", "route", "replace", network, "dev", CLIENT_ADAPTER).require();
    }

    /** The number of the client's session at the gateway. */
    public long session() throws LabException, InterruptedException {
        return session(CLIENT_ID);
    }

    /** The number of a client's session at the gateway. @throws LabException if it has none */
    public long session(String clientId) throws LabException, InterruptedException {
        return Sessions.parse(gateway.require("vpn:sessions --no-format")).numberOf(clientId)
                .orElseThrow(() -> new LabException("the gateway has no session of " + clientId));
    }

    /** Stops both, also if one of them can't be stopped. */
    public void stop() throws InterruptedException {
        try {
            client.stop();
        } finally {
            gateway.stop();
        }
    }

    /** Kills both. */
    public void kill() throws InterruptedException {
        try {
            client.kill();
        } finally {
            gateway.kill();
        }
    }

    private boolean connected() throws LabException, InterruptedException {
        VpnStatus status = client.status();
        if (!status.connected()) {
            throw new LabException(status.value("problem").orElse(status.text()));
        }
        return true;
    }
}
