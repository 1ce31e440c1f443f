package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.io.PrintStream;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code vpn:client-show}: all that is known of one client, and what it may do. */
@Service
@Command(scope = "vpn", name = "client-show", description = "Shows what one client may do, and its session")
public final class ClientShowCommand extends ArgumentCommand {

    @Argument(name = "client", required = true, description = "The client's id, as vpn:client-list shows it")
    @Completion(ClientCompleter.class)
    String client;

    @Override
    void perform(Services services, PrintStream out) throws CommandException {
        ClientDirectory directory = services.find(ClientDirectory.class).orElseThrow(Role.GATEWAY::absent);
        Client shown = directory.find(client).orElseThrow(() -> Failures.of("there is no client '" + client + "': vpn:client-list shows those that are there"));
        Optional<SessionRegistry> registry = services.find(SessionRegistry.class);
        Optional<Session> session = registry.stream().flatMap(there -> there.sessions().stream()).filter(one -> one.clientId().equals(client)).findFirst();
        Report report = new Report(shown.id())
                .line("state", ClientListCommand.state(shown))
                .line("expires", Expiry.show(shown.expires()))
                .line("address", ClientListCommand.address(shown, session.orElse(null)))
                .line("public key", shown.publicKey())
                .line("added", shown.created())
                .line("clients", shown.clientToClient() ? "may reach others that may do so, too" : "may reach no others");
        new PolicyText(shown.policy(), registry.map(there -> there.quotaUsed(shown))).addTo(report);
        report.line("session", session.map(ClientShowCommand::line).orElse("none"));
        report.print(out);
    }

    private static String line(Session session) {
        return session.number() + ", open for " + Age.since(session.openedAt()) + ", up " + Bytes.of(session.traffic().bytesUp()) + ", down "
                + Bytes.of(session.traffic().bytesDown());
    }
}
