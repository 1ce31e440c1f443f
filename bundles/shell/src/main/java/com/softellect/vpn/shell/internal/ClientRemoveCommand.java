package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.ClientAdministration;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.session.Session;
import java.io.PrintStream;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code vpn:client-remove}: forgets a client. */
@Service
@Command(scope = "vpn", name = "client-remove", description = "Forgets a client for good: it may not connect, and its address is free")
public final class ClientRemoveCommand extends ClientCommand {

    @Override
    void change(ClientAdministration clients, Services services, PrintStream out) throws ClientException {
        Optional<Session> session = session(services);
        clients.remove(client, administrator());
        out.println("Removed " + client + "." + fate(session));
    }
}
