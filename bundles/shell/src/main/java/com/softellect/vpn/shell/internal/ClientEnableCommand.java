package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientAdministration;
import com.softellect.vpn.api.client.ClientException;
import java.io.PrintStream;
import java.time.Instant;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code vpn:client-enable}: lets a client that was disabled connect again. */
@Service
@Command(scope = "vpn", name = "client-enable", description = "Lets a client that was disabled connect again, with the profile that it has")
public final class ClientEnableCommand extends ClientCommand {

    @Override
    void change(ClientAdministration clients, Services services, PrintStream out) throws ClientException {
        Client enabled = clients.setEnabled(client, true, administrator());
        out.println("Enabled " + client + "." + (enabled.hasExpired(Instant.now())
                ? " But its time is over: vpn:client-set " + client + " --expires DATE gives it more."
                : ""));
    }
}
