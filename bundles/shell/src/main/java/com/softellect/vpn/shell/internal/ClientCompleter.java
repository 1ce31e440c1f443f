package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientDirectory;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.osgi.framework.BundleContext;

/** Completes the ids of the clients that the gateway knows. */
@Service
public final class ClientCompleter implements Completer {

    @Reference
    private BundleContext context;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        try (Services services = new Services(context)) {
            List<String> ids = services.find(ClientDirectory.class).map(ClientDirectory::clients).orElse(List.of()).stream()
                    .map(Client::id).toList();
            return new StringsCompleter(ids).complete(session, commandLine, candidates);
        }
    }
}
