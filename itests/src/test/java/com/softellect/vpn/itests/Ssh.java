package com.softellect.vpn.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.channel.PtyCapableChannelSession;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/** A user of the shell who logs in over SSH with a key of his own. Runs in the container. */
final class Ssh {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String user;
    private final KeyPair key;

    /** @param printed what the command printed, in both of its streams */
    record Answer(int status, String printed) {
    }

    private Ssh(String user, KeyPair key) {
        this.user = user;
        this.key = key;
    }

    /** @param roles separated by commas */
    static Ssh newUser(String user, String roles) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3072);
        KeyPair key = generator.generateKeyPair();
        String line = System.lineSeparator() + user + "=" + PublicKeyEntry.toString(key.getPublic()).split(" ")[1] + "," + roles + System.lineSeparator();
        Files.writeString(Path.of(System.getProperty("karaf.etc"), "keys.properties"), line, StandardOpenOption.APPEND);
        return new Ssh(user, key);
    }

    /** Runs a single command, as {@code ssh USER@HOST COMMAND} does. */
    Answer run(String command) throws IOException {
        return in(session -> {
            try (ClientChannel channel = session.createExecChannel(command)) {
                return answer(channel);
            }
        });
    }

    /**
     * Types into an interactive shell until it ends.
     *
     * @param variable an environment variable that the client sends before
     */
    Answer type(String typed, String variable) throws IOException {
        return in(session -> {
            try (PtyCapableChannelSession channel = session.createShellChannel()) {
                channel.setEnv(variable, "x");
                channel.setIn(new java.io.ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
                return answer(channel);
            }
        });
    }

    private static Answer answer(ClientChannel channel) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        channel.setOut(printed);
        channel.setErr(printed);
        channel.open().verify(LIMIT);
        if (channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT).contains(ClientChannelEvent.TIMEOUT)) {
            throw new AssertionError("the channel did not end; it printed: " + printed.toString(StandardCharsets.UTF_8));
        }
        Integer status = channel.getExitStatus();
        return new Answer(status == null ? -1 : status, printed.toString(StandardCharsets.UTF_8));
    }

    private interface Task {
        Answer run(ClientSession session) throws IOException;
    }

    private Answer in(Task task) throws IOException {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
            client.start();
            int port = Integer.getInteger(Assembly.SSH_PORT);
            try (ClientSession session = client.connect(user, "127.0.0.1", port).verify(LIMIT).getSession()) {
                session.addPublicKeyIdentity(key);
                session.auth().verify(LIMIT);
                return task.run(session);
            }
        }
    }
}
