package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.counter.CounterSource;
import com.softellect.vpn.api.packet.DropReason;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code vpn:counters}: what each layer carried and what it dropped, by reason. */
@Service
@Command(scope = "vpn", name = "counters", description = "Shows what the layers carried and what they dropped, by reason")
public final class CountersCommand extends TableCommand {

    private static final String DROP = "drop.";
    private static final Map<String, String> MEANINGS = Stream.of(DropReason.values())
            .collect(Collectors.toUnmodifiableMap(reason -> DROP + reason.name().toLowerCase(Locale.ROOT), DropReason::meaning));

    @Argument(name = "layer", description = "Show only this layer, for example router")
    @Completion(LayerCompleter.class)
    private String layer;

    @Option(name = "--all", description = "Show also the reasons for which nothing was dropped")
    private boolean all;

    @Override
    ShellTable table(Services services) throws CommandException {
        List<CounterSource> sources = services.findAll(CounterSource.class);
        if (sources.isEmpty()) {
            throw Role.ANY.absent();
        }
        ShellTable table = new ShellTable().emptyTableText("nothing counted");
        table.column("Layer");
        table.column("Counter");
        table.column("Count").alignRight();
        table.column("Meaning");
        selected(sources).forEach(source -> addRows(table, source));
        return table;
    }

    private List<CounterSource> selected(List<CounterSource> sources) throws CommandException {
        List<CounterSource> selected = sources.stream()
                .filter(source -> layer == null || source.layer().equals(layer))
                .sorted(Comparator.comparing(CounterSource::layer)).toList();
        if (selected.isEmpty()) {
            String layers = sources.stream().map(CounterSource::layer).distinct().sorted().collect(Collectors.joining(", "));
            throw Failures.of("no layer '" + layer + "' here: take one of " + layers);
        }
        return selected;
    }

    private void addRows(ShellTable table, CounterSource source) {
        source.counters().forEach((name, count) -> {
            if (all || count != 0 || !name.startsWith(DROP)) {
                table.addRow().addContent(source.layer(), name, count, MEANINGS.getOrDefault(name, ""));
            }
        });
    }
}
