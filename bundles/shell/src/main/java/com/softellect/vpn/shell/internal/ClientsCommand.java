package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code vpn:clients}: who may connect to the gateway, and who has. */
@Service
@Command(scope = "vpn", name = "clients", description = "Lists the clients that the gateway knows")
public final class ClientsCommand extends TableCommand {

    @Override
    ShellTable table(Services services) throws CommandException {
        ClientDirectory directory = services.find(ClientDirectory.class).orElseThrow(Role.GATEWAY::absent);
        Map<String, Session> sessions = sessionsByClient(services);
        ShellTable table = new ShellTable()
                .emptyTableText("no clients: add an etc/com.softellect.vpn.client-NAME.cfg for each");
        table.column("Client");
        table.column("Address");
        table.column("Session").alignRight();
        table.column("Open").alignRight();
        directory.clients().forEach(client -> {
            Session session = sessions.get(client.id());
            table.addRow().addContent(client.id(), Ipv4Network.format(client.address()),
                    session == null ? "-" : session.number(), session == null ? "-" : Age.since(session.openedAt()));
        });
        return table;
    }

    private static Map<String, Session> sessionsByClient(Services services) {
        List<Session> sessions = services.find(SessionRegistry.class).map(SessionRegistry::sessions).orElse(List.of());
        return sessions.stream().collect(Collectors.toMap(Session::clientId, Function.identity(), (older, newer) -> newer));
    }
}
