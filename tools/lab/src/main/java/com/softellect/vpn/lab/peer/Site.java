package com.softellect.vpn.lab.peer;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Command;
import com.softellect.vpn.lab.net.Namespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Where a peer is set up: a folder for its keys, settings and logs, and a namespace for each side. Ends all that was started there. Used by one thread.
 */
public final class Site implements AutoCloseable {

    /** Addresses inside the tunnel. */
    static final String NETWORK = "10.66.77.0";
    static final String NETMASK = "255.255.255.0";
    static final String SERVER = "10.66.77.1";

    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final long POLL_MILLIS = 50;
    private static final int LAST_LINES = 5;

    private final Path folder;
    private final Namespace server;
    private final Namespace client;
    private final List<Process> started = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public Site(Path folder, Namespace server, Namespace client) {
        this.folder = folder;
        this.server = server;
        this.client = client;
    }

    Namespace server() {
        return server;
    }

    Namespace client() {
        return client;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** @return the file */
    Path write(String name, String text) throws LabException {
        try {
            Files.createDirectories(file(name).getParent());
            return Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new LabException("cannot write " + file(name) + ": " + e, e);
        }
    }

    /** A key and a certificate that it signs itself, {@code NAME.key} and {@code NAME.crt}. */
    void certificate(String name) throws LabException, InterruptedException {
        Command.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj", "/CN=" + name,
                "-keyout", file(name + ".key").toString(), "-out", file(name + ".crt").toString()).require();
    }

    /** Starts a process in a namespace; what it says goes to a file of that name. */
    Process start(Namespace where, String name, List<String> words, Path input) throws LabException {
        ProcessBuilder builder = new ProcessBuilder(where.inside(words)).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file(name + ".log").toFile()));
        builder.redirectInput(input == null ? Path.of("/dev/null").toFile() : input.toFile());
        try {
            Process process = builder.start();
            started.add(process);
            return process;
        } catch (IOException e) {
            throw new LabException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** Asks it and what it started to end, and returns when they have: some servers are watched by a process of their own. */
    void stop(Process process) throws InterruptedException {
        for (ProcessHandle one : family(process)) {
            one.destroy();
            try {
                one.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                one.destroyForcibly();
            }
        }
    }

    /** What it started first. */
    private static List<ProcessHandle> family(Process process) {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    }

    /** @throws LabException if it does not come true in time */
    void await(String what, Duration limit, Callable<Boolean> condition) throws LabException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > end) {
                    throw new LabException("waited " + limit.toSeconds() + " s in vain for " + what + said());
                }
                pause(POLL_MILLIS);
            }
        } catch (LabException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new LabException(what + ": " + e, e);
        }
    }

    /** Returns after that time, or when this is closed. */
    public void pause(long millis) throws InterruptedException {
        closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /** What the processes have said last: their logs go with the run. */
    private String said() throws IOException {
        StringBuilder said = new StringBuilder();
        try (Stream<Path> logs = Files.list(folder)) {
            for (Path log : logs.filter(path -> path.toString().endsWith(".log")).sorted().toList()) {
                List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
                said.append('\n').append(log.getFileName()).append(": ").append(String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
            }
        }
        return said.toString();
    }

    /** Whether something listens on that TCP port on the server's side. */
    boolean listens(int port) throws LabException, InterruptedException {
        return server.command("ss", "-Hltn", "sport = :" + port).require().contains(":" + port);
    }

    @Override
    public void close() {
        closed.countDown();
        started.forEach(process -> family(process).forEach(ProcessHandle::destroyForcibly));
    }
}
