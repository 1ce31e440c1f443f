package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/** A connection to a node's shell, for one command: Karaf ends the connection with it. Used by one thread. */
public final class KarafShell implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final SshClient client;
    private final ClientSession session;

    /** What a command left. Karaf's exit code is 0, or 1 if the command failed. */
    public record Result(int exitCode, String output) {

        public boolean ok() {
            return exitCode == 0;
        }
    }

    private KarafShell(SshClient client, ClientSession session) {
        this.client = client;
        this.session = session;
    }

    /**
     * Connects, from the calling thread's network namespace, to the shell of a node there.
     *
     * @throws IOException if the node does not answer (yet), or does not know the key
     */
    public static KarafShell connect(NodeFolder node) throws IOException {
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(ownKeyOf(node));
        // Nothing of the user's own: neither settings nor keys, which may not even be readable in a user namespace.
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.start();
        try {
            ClientSession session = client.connect(ShellKey.USER, "127.0.0.1", node.role().sshPort())
                    .verify(CONNECT_LIMIT).getSession();
            session.addPublicKeyIdentity(ShellKey.read(node.key()));
            session.auth().verify(CONNECT_LIMIT);
            return new KarafShell(client, session);
        } catch (IOException e) {
            client.stop();
            throw e;
        }
    }

    /**
     * Runs the command to its end; to be called once.
     *
     * @throws LabException if that takes longer than the limit or the connection breaks
     */
    public Result execute(String command, Duration limit) throws LabException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(output);
            channel.setErr(output);
            channel.open().verify(CONNECT_LIMIT);
            if (channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), limit).contains(ClientChannelEvent.TIMEOUT)) {
                throw new LabException("'" + command + "' did not end within " + limit.toSeconds() + " s");
            }
            Integer status = channel.getExitStatus();
            return new Result(status == null ? 1 : status, output.toString(StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new LabException("'" + command + "' could not be run: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.stop();
    }

    /** The server must show the key that lies in the node's folder: a program that took the port is not told our commands. */
    private static ServerKeyVerifier ownKeyOf(NodeFolder node) {
        return (session, address, key) -> {
            try {
                String pem = Files.readString(node.etc().resolve("host.key.pub"));
                byte[] own = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
                return Arrays.equals(own, key.getEncoded()); // both are X.509 SubjectPublicKeyInfo
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
