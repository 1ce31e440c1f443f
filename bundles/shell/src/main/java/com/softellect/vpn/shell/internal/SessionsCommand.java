package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import com.softellect.vpn.api.session.SessionTraffic;
import java.time.Duration;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code vpn:sessions}: the gateway's live sessions. Shows their numbers; their ids are secrets. */
@Service
@Command(scope = "vpn", name = "sessions", description = "Lists the live sessions of the gateway")
public final class SessionsCommand extends TableCommand {

    @Override
    ShellTable table(Services services) throws CommandException {
        SessionRegistry registry = services.find(SessionRegistry.class).orElseThrow(Role.GATEWAY::absent);
        ShellTable table = new ShellTable().emptyTableText("no sessions");
        table.column("Session").alignRight();
        table.column("Client");
        table.column("Address");
        table.column("Open").alignRight();
        table.column("Idle").alignRight();
        table.column("Queued").alignRight();
        table.column("Polls").alignRight();
        table.column("Up packets").alignRight();
        table.column("Up").alignRight();
        table.column("Down packets").alignRight();
        table.column("Down").alignRight();
        table.column("Dropped").alignRight();
        registry.sessions().forEach(session -> addRow(table, session));
        return table;
    }

    private static void addRow(ShellTable table, Session session) {
        SessionTraffic traffic = session.traffic();
        table.addRow().addContent(session.number(), session.clientId(), Ipv4Network.format(session.address()),
                Age.since(session.openedAt()), Age.of(Duration.ofMillis(session.idleMillis())),
                session.permits(), session.parkedPolls(),
                traffic.packetsUp(), Bytes.of(traffic.bytesUp()),
                traffic.packetsDown(), Bytes.of(traffic.bytesDown()), traffic.dropped());
    }
}
