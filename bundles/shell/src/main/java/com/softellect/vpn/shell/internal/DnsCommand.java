package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.dns.DnsResolver;
import com.softellect.vpn.api.dns.DnsStatus;
import com.softellect.vpn.api.dns.DnsUpstream;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code vpn:dns}: how the resolver for the clients and those that it asks are doing. */
@Service
@Command(scope = "vpn", name = "dns", description = "Shows the resolver for the clients, its cache, and the health of those that it asks")
public final class DnsCommand extends VpnCommand {

    @Option(name = "--flush", description = "Forget all answers that are kept")
    private boolean flush;

    @Override
    void run(Services services, PrintStream out) throws CommandException {
        DnsResolver resolver = services.find(DnsResolver.class).orElseThrow(Role.GATEWAY::absent);
        if (flush) {
            out.println(resolver.flush() + " answers forgotten");
            return;
        }
        DnsStatus status = resolver.status();
        new Report("DNS").line("address", GatewayReport.dns(status)).line("problem", status.problem())
                .line("cache", status.cachedAnswers() + " answers, " + Bytes.of(status.cachedBytes())).print(out);
        table(status).print(out);
    }

    private static ShellTable table(DnsStatus status) {
        ShellTable table = new ShellTable().emptyTableText("nobody to ask");
        table.column("Upstream");
        table.column("State");
        table.column("Takes").alignRight();
        table.column("Answered").alignRight();
        table.column("Failed").alignRight();
        table.column("Problem");
        for (DnsUpstream upstream : status.upstreams()) {
            table.addRow().addContent(upstream.address(), upstream.usable() ? "well" : "does not answer",
                    upstream.millis() < 0 ? "" : upstream.millis() + " ms", upstream.answered(), upstream.failed(),
                    upstream.problem() == null ? "" : upstream.problem());
        }
        return table;
    }
}
