package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.gateway.GatewayIdentity;
import com.softellect.vpn.api.tunnel.Tunnel;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code vpn:identity}: what others know the roles of this Karaf by. Shows nothing secret. */
@Service
@Command(scope = "vpn", name = "identity", description = "Shows this gateway's pin and this client's public key, which is made if there is none")
public final class IdentityCommand extends VpnCommand {

    @Override
    void run(Services services, PrintStream out) throws CommandException {
        Optional<GatewayIdentity> gateway = services.find(GatewayIdentity.class);
        Optional<Tunnel> tunnel = services.find(Tunnel.class);
        if (gateway.isEmpty() && tunnel.isEmpty()) {
            throw Role.ANY.absent();
        }
        if (gateway.isPresent()) {
            new IdentityLines(gateway.get()).addTo(new Report("Gateway")).print(out);
        }
        if (tunnel.isPresent()) {
            String key = publicKey(tunnel.get());
            new Report("Client").line("public key", key).print(out);
            out.println("The gateway's operator adds this client with: vpn:client-add --public-key " + key + " NAME");
        }
    }

    private static String publicKey(Tunnel tunnel) throws CommandException {
        try {
            return tunnel.publicKey();
        } catch (IOException e) {
            throw Failures.of("the client's key can't be read or kept: " + Failures.reason(e));
        }
    }
}
