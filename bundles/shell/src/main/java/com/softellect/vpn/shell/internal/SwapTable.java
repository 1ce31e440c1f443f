package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.upgrade.Swap;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;

/** What became of swaps. Used by the one thread that runs the command. */
final class SwapTable {

    private final PrintStream out;
    private final boolean format;
    private final ShellTable table = new ShellTable().emptyTableText("nothing to do: all layers have that version");

    /** @param format with headers and borders, for people */
    SwapTable(PrintStream out, boolean format) {
        this.out = out;
        this.format = format;
        table.column("Layer");
        table.column("From");
        table.column("To");
        table.column("Pause ms").alignRight();
        table.column("Queued").alignRight();
        table.column("Lost").alignRight();
        table.column("Sessions kept").alignRight();
        table.column("Ended").alignRight();
        table.column("Wired anew").alignRight();
        table.column("Result");
    }

    /** @throws CommandException if one was put back; it says which and why */
    void print(List<Swap> swaps) throws CommandException {
        String problem = null;
        for (Swap swap : swaps) {
            table.addRow().addContent(swap.layer(), swap.from(), swap.to(), swap.pauseMillis(), swap.queued(), swap.lost(), swap.kept(), swap.ended(),
                    swap.refreshed(), swap.problem() == null ? "done" : "put back");
            problem = swap.problem() == null ? problem : swap.layer() + " " + swap.to() + " does not work, so " + swap.from() + " was put back: "
                    + swap.problem();
        }
        table.print(out, format);
        if (problem != null) {
            throw Failures.of(problem);
        }
    }
}
