package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.counter.CounterSource;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.osgi.framework.BundleContext;

/** Completes the layers that are here now. */
@Service
public final class LayerCompleter implements Completer {

    @Reference
    private BundleContext context;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        try (Services services = new Services(context)) {
            List<String> layers = services.findAll(CounterSource.class).stream().map(CounterSource::layer).toList();
            return new StringsCompleter(layers).complete(session, commandLine, candidates);
        }
    }
}
