package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.ClientAdministration;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.io.PrintStream;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.support.CommandException;

/** A command that changes one client that the gateway knows. */
abstract class ClientCommand extends ArgumentCommand {

    @Argument(name = "client", required = true, description = "The client's id, as vpn:client-list shows it")
    @Completion(ClientCompleter.class)
    String client;

    @Override
    final void perform(Services services, PrintStream out) throws CommandException {
        ClientAdministration clients = services.find(ClientAdministration.class).orElseThrow(Role.GATEWAY::absent);
        try {
            change(clients, services, out);
        } catch (ClientException e) {
            throw Failures.of(e.getMessage());
        }
    }

    abstract void change(ClientAdministration clients, Services services, PrintStream out) throws ClientException, CommandException;

    /** The client's live session. */
    final Optional<Session> session(Services services) {
        return services.find(SessionRegistry.class).stream().flatMap(registry -> registry.sessions().stream())
                .filter(session -> session.clientId().equals(client)).findFirst();
    }

    /** What became of the session that the client had before a change: a sentence, or nothing. */
    static String fate(Optional<Session> before) {
        return before.filter(session -> !session.isLive()).map(session -> " Its session " + session.number() + " has ended.").orElse("");
    }
}
