package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientAdministration;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** {@code vpn:client-set}: changes what a client may do. Its profile stays as it is. */
@Service
@Command(scope = "vpn", name = "client-set", description = "Changes what a client may do, at once; its profile stays valid")
public final class ClientSetCommand extends ClientCommand {

    @Option(name = "--expires", description = "From when on it may not connect: never, " + Expiry.FORMS)
    String expires;

    @Option(name = "--client-to-client", description = "Whether it may exchange packets with other clients that may do so, too: true or false")
    @Completion(value = StringsCompleter.class, values = {"true", "false"})
    String clientToClient;

    @Option(name = "--address", description = "Its tunnel address, like 10.66.77.2, or dynamic: it is lent one when it connects. A session that it has ends; it may "
            + "come back at once")
    String address;

    @Option(name = "--allow", multiValued = true, description = "Where it may send to, in the place of what is allowed now: " + PolicyChange.ALLOW_FORMS)
    List<String> allow = List.of();

    @Option(name = "--limit-up", description = "How much it may send: " + PolicyChange.LIMIT_FORMS)
    String limitUp;

    @Option(name = "--limit-down", description = "How much it is sent: " + PolicyChange.LIMIT_FORMS)
    String limitDown;

    @Option(name = "--quota", description = "How much it may send and be sent: " + PolicyChange.QUOTA_FORMS)
    String quota;

    @Override
    void change(ClientAdministration clients, Services services, PrintStream out) throws ClientException, CommandException {
        PolicyChange policy = PolicyChange.of(allow, limitUp, limitDown, quota);
        if (expires == null && clientToClient == null && address == null && policy.isEmpty()) {
            throw Failures.of("nothing to change: give --expires, --client-to-client, --address, --allow, --limit-up, --limit-down or --quota");
        }
        Instant end = expires == null ? null : Expiry.parse(expires, Instant.now());
        boolean allowed = Boolean.parseBoolean(checked(clientToClient));
        Optional<Session> session = session(services);
        if (expires != null) {
            Client changed = clients.setExpires(client, end, administrator());
            out.println(client + " expires: " + Expiry.show(changed.expires()) + "." + fate(session));
        }
        if (clientToClient != null) {
            clients.setClientToClient(client, allowed, administrator());
            out.println(client + (allowed ? " may" : " may not") + " exchange packets with other clients"
                    + (allowed ? " that may do so, too." : "."));
        }
        if (address != null) {
            Client changed = clients.setAddress(client, address, administrator());
            out.println(client + " has the address " + ClientListCommand.address(changed, null) + "." + fate(session));
        }
        if (!policy.isEmpty()) {
            Client changed = clients.setPolicy(client, policy::applyTo, administrator());
            Report report = new Report(client);
            new PolicyText(changed.policy(), services.find(SessionRegistry.class).map(registry -> registry.quotaUsed(changed))).addTo(report);
            report.print(out);
        }
    }

    private static String checked(String truth) throws CommandException {
        if (truth != null && !truth.equals("true") && !truth.equals("false")) {
            throw Failures.of("--client-to-client " + truth + " is not possible: give true or false");
        }
        return truth;
    }
}
