package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.dns.DnsStatus;
import com.softellect.vpn.api.egress.EgressStatus;
import com.softellect.vpn.api.gateway.GatewayIdentity;
import com.softellect.vpn.api.router.RouterStatus;
import com.softellect.vpn.api.session.SessionRegistry;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * The gateway in a few lines.
 *
 * @param registry empty while it is being replaced
 * @param router   empty while it is being replaced
 * @param identity empty while it is being replaced
 * @param dns      empty while it is being replaced, or not installed
 * @param clients  how many clients the gateway knows
 * @param egress   of all ways that there are
 */
record GatewayReport(Optional<SessionRegistry> registry, Optional<RouterStatus> router, Optional<GatewayIdentity> identity, Optional<DnsStatus> dns,
        int clients, List<EgressStatus> egress) {

    void print(PrintStream out) {
        Report report = new Report("Gateway");
        identity.ifPresentOrElse(known -> new IdentityLines(known).addTo(report), () -> report.line("https", "not served: see bundle:list"));
        report
                .line("adapter", router.map(GatewayReport::adapter).orElse("no packet router: see bundle:list"))
                .line("problem", router.map(RouterStatus::problem).orElse(null))
                .line("network", registry.map(GatewayReport::network).orElse("no registry: see bundle:list"))
                .line("dns", dns.map(GatewayReport::dns).orElse(null))
                .line("dns problem", dns.map(DnsStatus::problem).orElse(null))
                .line("sessions", registry.map(r -> r.sessions().size() + " of " + clients + " clients").orElse(null))
                .line("egress", egress.stream().filter(EgressStatus::chosen).map(GatewayReport::egress).findFirst().orElse("none"))
                .print(out);
    }

    private static String adapter(RouterStatus status) {
        return status.adapterName() + " (" + status.adapterType() + "), " + (status.receiving() ? "receiving" : "not receiving")
                + (status.offload() ? ", with offload" : "");
    }

    private static String egress(EgressStatus status) {
        return status.mode() + ": " + (status.problem() == null ? status.detail() : status.problem());
    }

    static String dns(DnsStatus status) {
        return status.address().isEmpty() ? "off" : status.address() + ", " + (status.answering() ? "answering" : "not answering");
    }

    private static String network(SessionRegistry registry) {
        return registry.network() + ", MTU " + registry.mtu();
    }
}
