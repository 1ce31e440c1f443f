package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.demo.DemoRun;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.net.TunDevice;
import com.softellect.vpn.lab.node.Pair;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The demo itself, as the first process inside its namespaces. Whatever it starts ends with it by the kernel's hand; what it has
 * to remove itself are its files.
 */
@Command(name = InnerDemoCommand.NAME, hidden = true)
final class InnerDemoCommand implements Callable<Integer> {

    static final String NAME = "inner-demo";
    static final String TERMINAL = "--terminal";

    @Mixin
    private Workplace workplace;

    @Mixin
    private DemoOptions options;

    @Option(names = TERMINAL)
    private boolean terminal;

    /** Written by the thread that cleans, read by the one that runs the demo. */
    private volatile boolean ending;

    @Override
    public Integer call() throws LabException, InterruptedException, IOException {
        TunDevice.SYSTEM.check();
        DemoFolder folder = workplace.demo();
        folder.acquire();
        Lifeline.watch(System.in);
        Pair pair = Pair.create(workplace.assembly(), folder.path(), Network.create(), false);
        Thread cleaning = new Thread(() -> clean(pair, folder), "lab-clean");
        Runtime.getRuntime().addShutdownHook(cleaning);
        run(pair, folder);
        if (options.keep()) {
            letGo();
            forever(); // until './vpn stop' ends this process
        }
        pair.stop();
        return 0; // and the folder is deleted on the way out
    }

    private void run(Pair pair, DemoFolder folder) throws LabException, InterruptedException, IOException {
        try {
            DemoRun.of(pair, options.idle(), System.out, terminal).run(options.report());
        } catch (LabException e) {
            if (ending) {
                forever(); // it failed because the nodes were killed on the way out
            }
            throw new LabException(e.getMessage() + "\nThe logs of both nodes are in " + folder.saveLogs(), e);
        }
    }

    private static void forever() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private static void letGo() {
        System.out.println();
        System.out.println("Gateway and client go on running in the background:");
        System.out.println("  ./vpn shell gateway [COMMAND]   the gateway's shell, for example ./vpn shell gateway vpn:sessions");
        System.out.println("  ./vpn shell client [COMMAND]    the client's shell, for example ./vpn shell client vpn:status");
        System.out.println("  ./vpn stop                      ends both and removes everything");
        System.out.write(InnerProcess.LET_GO);
        System.out.flush();
        System.out.close();
        System.err.close();
    }

    /** On every way out, also when the process is ended by a signal. Nodes that are still running write to the folder. */
    private void clean(Pair pair, DemoFolder folder) {
        ending = true;
        try {
            pair.kill();
            folder.delete();
        } catch (InterruptedException | IOException e) {
            System.err.println("vpn: not all of " + folder.path() + " could be deleted: " + e);
        }
    }
}
