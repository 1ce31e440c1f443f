package com.softellect.vpn.lab.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Command;
import com.softellect.vpn.lab.node.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeps the DNS servers of the client's system, for real: a program of one of Debian's packages, which is unpacked and not installed. Its files are laid over
 * those of the machine where the client sees them, until it is closed; nobody else sees them. Where the package can't be had or the program can't run the test is
 * skipped.
 */
final class NameKeeper implements AutoCloseable {

    private static final Path PACKAGES = Path.of(System.getProperty("lab.packages"));
    private static final Path SCRIPTS = Path.of(System.getProperty("lab.keepers"));

    /** What the programs have made where all of the lab sees it. */
    private static final List<String> LEFT = List.of("/run/resolvconf", "/run/dbus", "/run/systemd", "/run/NetworkManager");

    private final Node client;
    private final Process process;

    private NameKeeper(Node client, Process process) {
        this.client = client;
        this.process = process;
    }

    /**
     * @param packageName of Debian
     * @param client      which runs, with an {@code /etc} of its own
     * @param server      which it has heard of before
     */
    static NameKeeper start(String packageName, Node client, String server) throws Exception {
        Path files = PACKAGES.resolve(packageName).toAbsolutePath();
        assumeTrue(Files.exists(files), "the package " + packageName + " is not in " + PACKAGES + ", where ./vpn test unpacks it");
        List<String> overlay = List.of("mount", "-t", "overlay", "overlay", "-o", "lowerdir=" + files.resolve("usr") + ":/usr", "/usr");
        assumeTrue(new Command(inside(client, overlay)).run().ok(), "this kernel has no overlays");
        List<String> script = List.of("unshare", "--mount", SCRIPTS.resolve(packageName).toString(), files.toString(), server);
        NameKeeper keeper = new NameKeeper(client, new ProcessBuilder(inside(client, script)).redirectErrorStream(true).start());
        StringBuilder said = new StringBuilder();
        if (!keeper.isReady(said)) {
            keeper.close();
            assumeTrue(false, packageName + " does not run here: " + said);
        }
        return keeper;
    }

    /** As the client is: in its network, with the files that it sees. */
    private static List<String> inside(Node client, List<String> words) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--mount=/proc/" + client.process().pid() + "/ns/mnt"));
        all.addAll(client.namespace().inside(words));
        return all;
    }

    private boolean isReady(StringBuilder said) throws IOException {
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("ready")) {
                Thread drain = new Thread(() -> output.lines().forEach(more -> { }), "test-name-keeper");
                drain.setDaemon(true);
                drain.start();
                return true;
            }
            said.append(line).append('\n');
        }
        return false;
    }

    /** Runs a command of the client's system. @return what it says */
    String say(String... words) throws LabException, InterruptedException {
        return new Command(inside(client, List.of(words))).require();
    }

    @Override
    public void close() throws LabException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        List<String> remove = new ArrayList<>(List.of("rm", "-rf"));
        remove.addAll(LEFT);
        try {
            client.namespace().command("ip", "link", "delete", "nm0").run();
            say("umount", "--lazy", "/usr");
            new Command(remove).require();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while putting the client's files back", e);
        }
    }
}
