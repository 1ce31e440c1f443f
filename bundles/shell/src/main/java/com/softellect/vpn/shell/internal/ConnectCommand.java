package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.surroundings.Surroundings;
import com.softellect.vpn.api.tunnel.Tunnel;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import com.softellect.vpn.credential.ProfileFormat;
import com.softellect.vpn.credential.SecretFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** {@code vpn:connect}: connects the tunnel and waits until it is up. */
@Service
@Command(scope = "vpn", name = "connect", description = "Connects the tunnel to the gateway of its profile")
public final class ConnectCommand extends ArgumentCommand {

    @Argument(name = "file", description = "A profile to use from now on, absolute or relative to Karaf's folder. Without it: the one that "
            + "is in use")
    @Completion(FileCompleter.class)
    String file;

    @Option(name = "--timeout", description = "How long to wait for the tunnel, in seconds")
    int timeout = 30;

    @Option(name = "--no-wait", description = "Return at once; the tunnel connects in the background")
    boolean noWait;

    @Override
    void perform(Services services, PrintStream out) throws CommandException, InterruptedException {
        if (timeout < 1) {
            throw Failures.of("--timeout " + timeout + " is not possible: give at least 1 second, or --no-wait");
        }
        Tunnel tunnel = services.find(Tunnel.class).orElseThrow(Role.CLIENT::absent);
        if (file != null) {
            useProfile(tunnel, ProfileFile.resolve(file, services.base()), out);
        }
        CompletionStage<TunnelStatus> connecting = tunnel.connect();
        if (noWait) {
            out.println("Connecting to " + tunnel.status().gateway() + "; vpn:status shows when the tunnel is up.");
            return;
        }
        TunnelStatus status = await(connecting, tunnel);
        if (status.state() != TunnelState.CONNECTED) {
            throw Failures.of("the tunnel is " + status.state() + problem(status));
        }
        new TunnelReport(status, services.find(Surroundings.class).map(Surroundings::status)).print(out);
    }

    private static void useProfile(Tunnel tunnel, Path path, PrintStream out) throws CommandException {
        byte[] profile = read(path);
        try {
            tunnel.useProfile(profile);
            out.println("The profile is kept. " + path + " is not needed any more" + (holdsKey(profile)
                    ? ": delete it, it holds the private key." : "."));
        } catch (IllegalArgumentException e) {
            throw Failures.of(path + ": " + e.getMessage());
        } catch (IOException e) {
            throw Failures.of("the profile can't be kept: " + Failures.reason(e));
        } finally {
            Arrays.fill(profile, (byte) 0);
        }
    }

    private static byte[] read(Path path) throws CommandException {
        try {
            return SecretFile.read(path, ProfileFormat.MAX_BYTES);
        } catch (IOException e) {
            throw Failures.of(path + " can't be read: " + Failures.reason(e));
        }
    }

    private static boolean holdsKey(byte[] profile) {
        byte[] key = ProfileFormat.read(profile).privateKey();
        if (key != null) {
            Arrays.fill(key, (byte) 0);
        }
        return key != null;
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
