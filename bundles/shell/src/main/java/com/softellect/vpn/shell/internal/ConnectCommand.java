package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.tunnel.Tunnel;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import java.io.PrintStream;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code vpn:connect}: connects the tunnel and waits until it is up. */
@Service
@Command(scope = "vpn", name = "connect", description = "Connects the tunnel to its gateway")
public final class ConnectCommand extends VpnCommand {

    @Option(name = "--timeout", description = "How long to wait for the tunnel, in seconds")
    private int timeout = 30;

    @Option(name = "--no-wait", description = "Return at once; the tunnel connects in the background")
    private boolean noWait;

    @Override
    void run(Services services, PrintStream out) throws CommandException, InterruptedException {
        if (timeout < 1) {
            throw Failures.of("--timeout " + timeout + " is not possible: give at least 1 second, or --no-wait");
        }
        Tunnel tunnel = services.find(Tunnel.class).orElseThrow(Role.CLIENT::absent);
        CompletionStage<TunnelStatus> connecting = tunnel.connect();
        if (noWait) {
            out.println("Connecting to " + tunnel.status().gateway() + "; vpn:status shows when the tunnel is up.");
            return;
        }
        TunnelStatus status = await(connecting, tunnel);
        if (status.state() != TunnelState.CONNECTED) {
            throw Failures.of("the tunnel is " + status.state() + problem(status));
        }
        new TunnelReport(status).print(out);
    }

    private TunnelStatus await(CompletionStage<TunnelStatus> connecting, Tunnel tunnel)
            throws CommandException, InterruptedException {
        try {
            return connecting.toCompletableFuture().get(timeout, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            TunnelStatus status = tunnel.status();
            throw Failures.of("the tunnel is not up after " + timeout + " s, but " + status.state() + problem(status)
                    + ". It goes on trying: vpn:status shows how, vpn:disconnect stops it");
        } catch (ExecutionException e) {
            throw Failures.of("the tunnel could not connect: " + e.getCause());
        }
    }

    private static String problem(TunnelStatus status) {
        return status.problem() == null ? "" : ": " + status.problem();
    }
}
