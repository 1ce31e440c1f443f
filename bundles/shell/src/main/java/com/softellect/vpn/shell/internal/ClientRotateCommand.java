package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.ClientAdministration;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.client.Enrolment;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code vpn:client-rotate}: gives a client another key; the one before is worth nothing from then on. */
@Service
@Command(scope = "vpn", name = "client-rotate", description = "Gives a client another key and writes its new profile; the one before is refused")
public final class ClientRotateCommand extends IssuingCommand {

    @Argument(name = "client", required = true, description = "The client's id, as vpn:client-list shows it")
    @Completion(ClientCompleter.class)
    String client;

    @Override
    String client() {
        return client;
    }

    @Override
    void check() {
        // there is nothing but what the administration checks
    }

    @Override
    Enrolment issue(ClientAdministration clients) throws ClientException {
        return clients.rotate(client, publicKey, administrator());
    }

    @Override
    String undo(ClientAdministration clients) {
        return client + " has a new key that nobody has, and can't connect: run vpn:client-rotate again, with a --profile that can be written";
    }

    @Override
    String heading() {
        return "Gave " + client + " another key. The one before is refused from now on.";
    }
}
