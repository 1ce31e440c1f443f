package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.net.TunDevice;
import com.softellect.vpn.lab.node.Pair;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * What a demo or bench happens on, made by the first process inside its namespaces. Whatever it starts ends with it by the kernel's
 * hand; what it has to remove itself are its files. There is one per process; used by the main thread and the one that cleans.
 */
final class Stage {

    /** The option of an inner command that says that its output ends at a terminal. */
    static final String TERMINAL = "--terminal";

    private final RunFolder folder;
    private final Network network;
    private final Pair pair;

    /** Written by the thread that cleans, read by the one that acts. */
    private volatile boolean ending;

    private Stage(RunFolder folder, Network network, Pair pair) {
        this.folder = folder;
        this.network = network;
        this.pair = pair;
    }

    /** What happens on the stage. */
    interface Act {
        void run() throws LabException, InterruptedException, IOException;
    }

    /** Takes the folder, makes the network and both nodes' folders, starts nothing. It is all removed on every way out. */
    static Stage set(Workplace workplace, RunFolder folder) throws LabException, InterruptedException {
        TunDevice.SYSTEM.check();
        folder.acquire();
        Lifeline.watch(System.in);
        Network network = Network.create();
        Stage stage = new Stage(folder, network, Pair.create(workplace.assembly(), folder.path(), network, false));
        Runtime.getRuntime().addShutdownHook(new Thread(stage::clean, "lab-clean"));
        return stage;
    }

    Network network() {
        return network;
    }

    Pair pair() {
        return pair;
    }

    /** Runs the act; if it fails the nodes' logs are kept. */
    void run(Act act) throws LabException, InterruptedException, IOException {
        try {
            act.run();
        } catch (LabException e) {
            if (ending) {
                forever(); // it failed because the nodes were killed on the way out
            }
            throw new LabException(e.getMessage() + "\nThe logs of both nodes are in " + folder.saveLogs(), e);
        }
    }

    /** Until this process is ended from outside. */
    static void forever() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Also when the process is ended by a signal. Nodes that are still running write to the folder. */
    private void clean() {
        ending = true;
        try {
            pair.kill();
            folder.delete();
        } catch (InterruptedException | IOException e) {
            System.err.println("vpn: not all of " + folder.path() + " could be deleted: " + e);
        }
    }
}
