package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.upgrade.Upgrade;
import com.softellect.vpn.api.upgrade.UpgradeException;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code vpn:rollback}: the versions before the last upgrade, while the traffic flows. */
@Service
@Command(scope = "vpn", name = "rollback", description = "Undoes the last vpn:upgrade while the traffic flows")
public final class RollbackCommand extends VpnCommand {

    @Option(name = "--no-format", description = "Print without headers and borders, tab-separated, for scripts")
    private boolean noFormat;

    @Override
    void run(Services services, PrintStream out) throws Exception {
        Upgrade upgrade = services.find(Upgrade.class).orElseThrow(Role.ANY::absent);
        SwapTable table = new SwapTable(out, !noFormat); // before the swap, which may be one of this very bundle
        try {
            table.print(upgrade.rollback(administrator()));
        } catch (UpgradeException e) {
            throw Failures.of(e.getMessage());
        }
    }
}
