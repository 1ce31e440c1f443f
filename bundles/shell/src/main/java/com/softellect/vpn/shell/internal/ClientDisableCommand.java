package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.ClientAdministration;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.session.Session;
import java.io.PrintStream;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code vpn:client-disable}: keeps a client out until it is enabled again. */
@Service
@Command(scope = "vpn", name = "client-disable", description = "Keeps a client out at once, until vpn:client-enable")
public final class ClientDisableCommand extends ClientCommand {

    @Override
    void change(ClientAdministration clients, Services services, PrintStream out) throws ClientException {
        Optional<Session> session = session(services);
        clients.setEnabled(client, false, administrator());
        out.println("Disabled " + client + "." + fate(session));
    }
}
