package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Network;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;

/** A gateway and a client that are configured for each other, one in each namespace of a network. Used by one thread. */
public final class Pair {

    /** Addresses inside the tunnel. */
    public static final String GATEWAY_TUNNEL_ADDRESS = "10.66.77.1";
    public static final String CLIENT_TUNNEL_ADDRESS = "10.66.77.2";

    private static final String CLIENT_ID = "alice";
    private static final int HTTP_TIMEOUT_MILLIS = 5_000;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(60);

    private final Node gateway;
    private final Node client;

    private Pair(Node gateway, Node client) {
        this.gateway = gateway;
        this.client = client;
    }

    /**
     * Makes both nodes' folders, with a fresh secret. Starts nothing.
     *
     * @param folder      the parent of both
     * @param autoConnect whether the client connects by itself when it starts
     */
    public static Pair create(Assembly assembly, Path folder, Network network, boolean autoConnect) throws LabException {
        NodeFolder gateway = new NodeFolder(Role.GATEWAY, folder.resolve(Role.GATEWAY.word()));
        NodeFolder client = new NodeFolder(Role.CLIENT, folder.resolve(Role.CLIENT.word()));
        String secret = Credential.randomSecret();
        gateway.create(assembly);
        new Credential(CLIENT_ID, secret).admit(gateway, CLIENT_TUNNEL_ADDRESS);
        client.create(assembly);
        new Credential(CLIENT_ID, secret).use(client, url(), autoConnect);
        return new Pair(new Node(assembly, gateway, network.gateway()), new Node(assembly, client, network.client()));
    }

    public Node gateway() {
        return gateway;
    }

    public Node client() {
        return client;
    }

    /** Waits until the client's side of the network can read the gateway's contract. */
    public void awaitService() throws LabException, InterruptedException {
        gateway.process().await(url() + "?wsdl", Node.START_LIMIT, () -> client.namespace().call(Pair::answers));
    }

    /** Waits until the tunnel is up; its last problem is in the message if it does not come up. */
    public void awaitTunnel() throws LabException, InterruptedException {
        client.process().await("the tunnel", CONNECT_LIMIT, this::connected);
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

    private static String url() {
        return "http://" + Network.GATEWAY_ADDRESS + ":" + Role.GATEWAY.httpPort() + "/cxf/vpn";
    }

    private static boolean answers() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(url() + "?wsdl").openConnection();
        connection.setConnectTimeout(HTTP_TIMEOUT_MILLIS);
        connection.setReadTimeout(HTTP_TIMEOUT_MILLIS);
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("HTTP status " + status);
            }
            return true;
        } finally {
            connection.disconnect();
        }
    }
}
