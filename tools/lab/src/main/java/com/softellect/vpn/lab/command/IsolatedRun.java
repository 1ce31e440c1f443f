package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Isolation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One of this program's inner commands, run in a process of its own, inside namespaces of its own; relays what it says. */
record IsolatedRun(Workplace workplace, RunFolder folder) {

    /** @return the inner command's exit code */
    int run(String command, List<String> options) throws LabException, InterruptedException, IOException {
        folder.requireFree();
        Isolation isolation = Isolation.find();
        workplace.assembly(); // unpacked here: from inside it can't be seen which build is still in use
        List<String> inside = new ArrayList<>(List.of(command));
        inside.addAll(options);
        if (System.console() != null) {
            inside.add(Stage.TERMINAL);
        }
        int exitCode = new InnerProcess(isolation.wrap(Self.command(List.of(folder.marker()), inside))).run();
        if (exitCode != 0 && folder.exists() && folder.holder().isEmpty()) {
            folder.delete(); // the process inside could not do it any more
            throw new LabException("the " + folder.name() + " was killed");
        }
        return exitCode;
    }
}
