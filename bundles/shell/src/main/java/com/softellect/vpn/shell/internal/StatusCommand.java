package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.dns.DnsResolver;
import com.softellect.vpn.api.dns.DnsStatus;
import com.softellect.vpn.api.egress.Egress;
import com.softellect.vpn.api.egress.EgressStatus;
import com.softellect.vpn.api.gateway.GatewayIdentity;
import com.softellect.vpn.api.router.PacketRouter;
import com.softellect.vpn.api.router.RouterStatus;
import com.softellect.vpn.api.session.SessionRegistry;
import com.softellect.vpn.api.surroundings.Surroundings;
import com.softellect.vpn.api.tunnel.Tunnel;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code vpn:status}: how the roles that are here are doing. */
@Service
@Command(scope = "vpn", name = "status", description = "Shows how the gateway and the tunnel of this Karaf are doing")
public final class StatusCommand extends VpnCommand {

    @Option(name = "--check", description = "Fail if a role that is here does not carry packets now, for scripts")
    private boolean check;

    @Override
    void run(Services services, PrintStream out) throws CommandException {
        Optional<SessionRegistry> registry = services.find(SessionRegistry.class);
        Optional<RouterStatus> router = services.find(PacketRouter.class).map(PacketRouter::status);
        Optional<GatewayIdentity> identity = services.find(GatewayIdentity.class);
        Optional<TunnelStatus> tunnel = services.find(Tunnel.class).map(Tunnel::status);
        Map<String, List<String>> failed = FailedComponents.find(services);
        boolean gatewayInstalled = services.hasBundle("registry") || services.hasBundle("router");
        boolean clientInstalled = services.hasBundle("tunnel");
        if (registry.isEmpty() && router.isEmpty() && tunnel.isEmpty() && failed.isEmpty()) {
            throw gatewayInstalled || clientInstalled
                    ? Failures.of("nothing runs: the bundles are starting, or being replaced, or were stopped (bundle:list -t 0 tells)") : Role.ANY.absent();
        }
        if (registry.isPresent() || router.isPresent()) {
            int clients = services.find(ClientDirectory.class).map(directory -> directory.clients().size()).orElse(0);
            List<EgressStatus> egress = services.findAll(Egress.class).stream().map(Egress::status).toList();
            Optional<DnsStatus> dns = services.find(DnsResolver.class).map(DnsResolver::status);
            new GatewayReport(registry, router, identity, dns, clients, egress).print(out);
        }
        tunnel.ifPresent(status -> new TunnelReport(status, services.find(Surroundings.class).map(Surroundings::status)).print(out));
        failed.forEach((layer, reasons) -> reasons.forEach(reason -> new Report("Not started: " + layer).line("problem", reason).print(out)));
        if (check) {
            if (gatewayInstalled) {
                checkGateway(registry.isPresent(), router, identity.isPresent());
            }
            if (clientInstalled) {
                checkTunnel(tunnel);
            }
            if (!failed.isEmpty()) {
                throw Failures.of("not started: " + String.join(", ", failed.keySet()));
            }
        }
    }

    private static void checkGateway(boolean registry, Optional<RouterStatus> router, boolean identity) throws CommandException {
        if (!registry || router.isEmpty() || !router.get().receiving()) {
            throw Failures.of("the gateway carries no packets");
        }
        if (!identity) {
            throw Failures.of("the gateway serves no HTTPS");
        }
    }

    private static void checkTunnel(Optional<TunnelStatus> tunnel) throws CommandException {
        if (tunnel.isEmpty()) {
            throw Failures.of("there is no tunnel: its bundle is starting, being replaced, or was stopped");
        }
        if (tunnel.get().state() != TunnelState.CONNECTED) {
            throw Failures.of("the tunnel is " + tunnel.get().state() + ", not CONNECTED");
        }
    }
}
