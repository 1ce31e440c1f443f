package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./vpn stop}: ends the demo that {@code --keep} left running. */
@Command(name = "stop", mixinStandardHelpOptions = true, description = "Ends the demo that runs in the background")
final class StopCommand implements Callable<Integer> {

    private static final long LIMIT_SECONDS = 20;

    @Mixin
    private Workplace workplace;

    @Override
    public Integer call() throws LabException, InterruptedException, IOException {
        RunFolder demo = workplace.demo();
        Optional<ProcessHandle> holder = demo.holder();
        if (holder.isEmpty()) {
            System.out.println("No demo is running.");
            return 0;
        }
        end(holder.get());
        demo.delete();
        System.out.println("The demo is stopped, nothing of it is left.");
        return 0;
    }

    private static void end(ProcessHandle holder) throws LabException, InterruptedException {
        if (!holder.destroy()) {
            throw new LabException("the demo (process " + holder.pid() + ") is not this user's: stop it as the user who "
                    + "started it");
        }
        try {
            holder.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            holder.destroyForcibly();
        } catch (ExecutionException e) {
            throw new LabException("cannot wait for the demo's end: " + e.getCause(), e);
        }
    }
}
