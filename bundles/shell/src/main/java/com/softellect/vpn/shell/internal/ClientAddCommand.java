package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.ClientAdministration;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.client.Enrolment;
import com.softellect.vpn.api.client.NewClient;
import com.softellect.vpn.api.policy.Policy;
import java.time.Instant;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code vpn:client-add}: lets a new client connect, and writes the profile that it needs for that. */
@Service
@Command(scope = "vpn", name = "client-add", description = "Adds a client and writes its profile, the one file that it needs to connect")
public final class ClientAddCommand extends IssuingCommand {

    @Argument(name = "client", required = true, description = "The new client's id: 1 to 64 characters of A-Z a-z 0-9 . _ -")
    String client;

    @Option(name = "--address", description = "Its tunnel address, like 10.66.77.2, or dynamic: it is lent one when it connects. Default: the first free one, for good")
    String address;

    @Option(name = "--expires", description = "From when on it may not connect: " + Expiry.FORMS + ". Default: never")
    String expires = Expiry.NEVER;

    @Option(name = "--client-to-client", description = "Let it exchange packets with other clients that may do so, too")
    boolean clientToClient;

    @Option(name = "--allow", multiValued = true, description = "Where it may send to: " + PolicyChange.ALLOW_FORMS + ". Default: any")
    List<String> allow = List.of();

    @Option(name = "--limit-up", description = "How much it may send: " + PolicyChange.LIMIT_FORMS + ". Default: none")
    String limitUp;

    @Option(name = "--limit-down", description = "How much it is sent: " + PolicyChange.LIMIT_FORMS + ". Default: none")
    String limitDown;

    @Option(name = "--quota", description = "How much it may send and be sent: " + PolicyChange.QUOTA_FORMS + ". Default: none")
    String quota;

    private Instant end;
    private Policy policy;

    @Override
    String client() {
        return client;
    }

    @Override
    void check() throws CommandException {
        end = Expiry.parse(expires, Instant.now());
        policy = PolicyChange.of(allow, limitUp, limitDown, quota).applyTo(Policy.OPEN);
    }

    @Override
    Enrolment issue(ClientAdministration clients) throws ClientException {
        return clients.add(new NewClient(client, publicKey, address, end, clientToClient, policy), administrator());
    }

    @Override
    String undo(ClientAdministration clients) {
        try {
            clients.remove(client, administrator());
            return "The client was removed again";
        } catch (ClientException e) {
            return "The client has nothing to connect with and could not be removed again (" + e.getMessage()
                    + "): run vpn:client-remove " + client;
        }
    }

    @Override
    String heading() {
        return "Added " + client + ".";
    }
}
