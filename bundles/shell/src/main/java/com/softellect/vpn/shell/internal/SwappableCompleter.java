package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.upgrade.Upgrade;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.osgi.framework.BundleContext;

/** Completes the layers that can be swapped here. */
@Service
public final class SwappableCompleter implements Completer {

    @Reference
    private BundleContext context;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        try (Services services = new Services(context)) {
            List<String> layers = new ArrayList<>(services.find(Upgrade.class).map(Upgrade::layers).orElse(List.of()));
            layers.add(Upgrade.ALL);
            return new StringsCompleter(layers).complete(session, commandLine, candidates);
        }
    }
}
