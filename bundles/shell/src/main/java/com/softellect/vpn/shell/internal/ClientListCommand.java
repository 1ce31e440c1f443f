package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.client.NewClient;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code vpn:client-list}: who may connect to the gateway, and who has. */
@Service
@Command(scope = "vpn", name = "client-list", description = "Lists the clients that the gateway knows")
public final class ClientListCommand extends TableCommand {

    /** Enough of a public key to tell it from all others at a glance. */
    private static final int KEY_CHARACTERS = 12;

    @Override
    ShellTable table(Services services) throws CommandException {
        ClientDirectory directory = services.find(ClientDirectory.class).orElseThrow(Role.GATEWAY::absent);
        Optional<SessionRegistry> registry = services.find(SessionRegistry.class);
        Map<String, Session> sessions = sessionsByClient(registry);
        ShellTable table = new ShellTable().emptyTableText("no clients: vpn:client-add NAME adds one");
        table.column("Client");
        table.column("Address");
        table.column("State");
        table.column("Expires");
        table.column("Client to client");
        table.column("Policy");
        table.column("Public key");
        table.column("Session").alignRight();
        table.column("Open").alignRight();
        directory.clients().forEach(client -> addRow(table, client, sessions.get(client.id()),
                new PolicyText(client.policy(), registry.map(there -> there.quotaUsed(client)))));
        return table;
    }

    private static void addRow(ShellTable table, Client client, Session session, PolicyText policy) {
        table.addRow().addContent(client.id(), address(client, session), state(client), Expiry.show(client.expires()),
                client.clientToClient() ? "yes" : "no", policy.brief(), client.publicKey().substring(0, KEY_CHARACTERS) + "...",
                session == null ? "-" : session.number(), session == null ? "-" : Age.since(session.openedAt()));
    }

    /** Of a client that has none of its own what is lent to it now. @param session null: it has none */
    static String address(Client client, Session session) {
        if (client.hasOwnAddress()) {
            return Ipv4Network.format(client.address());
        }
        return session == null ? NewClient.DYNAMIC : NewClient.DYNAMIC + " " + Ipv4Network.format(session.address());
    }

    static String state(Client client) {
        if (!client.enabled()) {
            return "disabled";
        }
        return client.hasExpired(Instant.now()) ? "expired" : "enabled";
    }

    private static Map<String, Session> sessionsByClient(Optional<SessionRegistry> registry) {
        List<Session> sessions = registry.map(SessionRegistry::sessions).orElse(List.of());
        return sessions.stream().collect(Collectors.toMap(Session::clientId, Function.identity(), (older, newer) -> newer));
    }
}
