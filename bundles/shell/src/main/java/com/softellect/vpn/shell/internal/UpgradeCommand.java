package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.upgrade.PlannedSwap;
import com.softellect.vpn.api.upgrade.Upgrade;
import com.softellect.vpn.api.upgrade.UpgradeException;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code vpn:upgrade}: another version of a layer, or of all, while the traffic flows. */
@Service
@Command(scope = "vpn", name = "upgrade", description = "Replaces a layer, or all, by another version while the traffic flows. Behind the layer comes a version; or the path or URL of a jar,"
        + " a kar or a folder of jars; or nothing: the newest version in Karaf's system folder")
public final class UpgradeCommand extends ArgumentCommand {

    @Argument(name = "layer", required = true, description = "A layer, for example registry, or all")
    @Completion(SwappableCompleter.class)
    String layer;

    @Option(name = "--dry-run", description = "Only show what would be done, and which bundles would be wired anew")
    boolean dryRun;

    /** Null: the newest. */
    private String source;

    @Option(name = "--no-format", description = "Print without headers and borders, tab-separated, for scripts")
    boolean noFormat;

    /** Behind the layer: a version, or where it is. */
    @Override
    void takeArguments(List<String> words) {
        if (!words.isEmpty() && !words.get(0).startsWith("-")) {
            source = words.remove(0);
        }
    }

    @Override
    void perform(Services services, PrintStream out) throws Exception {
        Upgrade upgrade = services.find(Upgrade.class).orElseThrow(Role.ANY::absent);
        try {
            if (dryRun) {
                show(upgrade.plan(layer, source), out, !noFormat);
            } else {
                SwapTable table = new SwapTable(out, !noFormat); // before the swap, which may be one of this very bundle
                table.print(upgrade.upgrade(layer, source, administrator()));
            }
        } catch (UpgradeException e) {
            throw Failures.of(e.getMessage());
        }
    }

    private static void show(List<PlannedSwap> plan, PrintStream out, boolean format) throws Exception {
        ShellTable table = new ShellTable().emptyTableText("nothing to do: all layers have that version");
        table.column("Layer");
        table.column("From");
        table.column("To");
        table.column("Wired anew beside it");
        table.column("Refused because");
        plan.forEach(swap -> table.addRow().addContent(swap.layer(), swap.from(), swap.to(),
                swap.refreshed().isEmpty() ? "none" : String.join(", ", swap.refreshed()), swap.refusal() == null ? "" : swap.refusal()));
        table.print(out, format);
        if (plan.stream().anyMatch(swap -> swap.refusal() != null)) {
            throw Failures.of("this upgrade would be refused");
        }
    }
}
