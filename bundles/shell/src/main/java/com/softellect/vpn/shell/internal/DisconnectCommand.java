package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import com.softellect.vpn.api.tunnel.Tunnel;
import com.softellect.vpn.api.tunnel.TunnelState;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code vpn:disconnect}: ends this client's tunnel, or, on a gateway, one client's session. */
@Service
@Command(scope = "vpn", name = "disconnect", description = "Ends the tunnel of this client, or a client's session on this gateway")
public final class DisconnectCommand extends VpnCommand {

    @Argument(name = "client", description = "On a gateway: the client's id or its session's number. Without it: this client's tunnel")
    @Completion(SessionCompleter.class)
    private String client;

    @Override
    void run(Services services, PrintStream out) throws CommandException {
        if (client == null) {
            disconnectTunnel(services, out);
        } else {
            endSession(services, out);
        }
    }

    private void disconnectTunnel(Services services, PrintStream out) throws CommandException {
        Optional<Tunnel> tunnel = services.find(Tunnel.class);
        if (tunnel.isEmpty() && services.find(SessionRegistry.class).isPresent()) {
            throw Failures.of("name the client: vpn:disconnect CLIENT; vpn:sessions lists them");
        }
        boolean idle = tunnel.orElseThrow(Role.CLIENT::absent).status().state() == TunnelState.DISCONNECTED;
        tunnel.get().disconnect();
        out.println(idle ? "The tunnel was not connected." : "Disconnected from " + tunnel.get().status().gateway() + ".");
    }

    private void endSession(Services services, PrintStream out) throws CommandException {
        SessionRegistry registry = services.find(SessionRegistry.class).orElseThrow(Role.GATEWAY::absent);
        Session session = find(registry.sessions())
                .orElseThrow(() -> Failures.of("no session of '" + client + "': vpn:sessions lists them"));
        registry.end(session, EndReason.ADMINISTRATOR);
        out.println("Ended session " + session.number() + " of " + session.clientId()
                + ". The client may come back: vpn:client-disable " + session.clientId() + " keeps it out.");
    }

    /** By client id first: an id may look like a number. */
    private Optional<Session> find(List<Session> sessions) {
        return sessions.stream().filter(session -> session.clientId().equals(client)).findFirst()
                .or(() -> sessions.stream().filter(session -> Long.toString(session.number()).equals(client)).findFirst());
    }
}
