package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.session.SessionRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.osgi.framework.BundleContext;

/** Completes the client ids and the numbers of the sessions that are live now. */
@Service
public final class SessionCompleter implements Completer {

    @Reference
    private BundleContext context;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        try (Services services = new Services(context)) {
            List<String> names = services.find(SessionRegistry.class).map(SessionRegistry::sessions).orElse(List.of()).stream()
                    .flatMap(live -> Stream.of(live.clientId(), Long.toString(live.number()))).toList();
            return new StringsCompleter(names).complete(session, commandLine, candidates);
        }
    }
}
