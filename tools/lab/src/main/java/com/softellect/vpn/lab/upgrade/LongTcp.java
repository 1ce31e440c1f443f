package com.softellect.vpn.lab.upgrade;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.net.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One TCP connection of {@code iperf3} that sends as fast as it can until it is ended. A thread of its own reads what iperf3 says; any thread. */
final class LongTcp implements AutoCloseable {

    private static final Pattern INTERVAL = Pattern.compile("sec +([0-9.]+) +([KMG]?)Bytes");
    private static final String FOREVER = "3600";

    private final Process server;
    private final Process client;

    /** Guarded by this, as is the next: when bytes were last carried, and what iperf3 said last that is no interval. */
    private long carriedNanos = System.nanoTime();
    private String said = "";

    private LongTcp(Process server, Process client) {
        this.server = server;
        this.client = client;
        Thread reader = new Thread(this::read, "lab-iperf3");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param port of the server, at an address of the namespace that it is in */
    static LongTcp start(Namespace serving, Namespace calling, String address, int port, Direction direction) throws LabException {
        try {
            Process server = new ProcessBuilder(serving.inside(List.of("iperf3", "-s", "-1", "-B", address, "-p", Integer.toString(port), "--forceflush")))
                    .redirectErrorStream(true).start();
            BufferedReader output = server.inputReader();
            String line = output.readLine();
            while (line != null && !line.contains("listening")) {
                line = output.readLine();
            }
            drain(output);
            List<String> words = new ArrayList<>(List.of("iperf3", "-c", address, "-p", Integer.toString(port), "-t", FOREVER, "-i", "0.5", "--forceflush"));
            if (direction == Direction.DOWN) {
                words.add("-R");
            }
            return new LongTcp(server, new ProcessBuilder(calling.inside(words)).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new LabException("cannot start iperf3: " + e.getMessage(), e);
        }
    }

    private static void drain(BufferedReader output) {
        Thread thread = new Thread(() -> output.lines().forEach(line -> { }), "lab-iperf3-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        client.inputReader().lines().forEach(this::line);
    }

    private synchronized void line(String line) {
        Matcher interval = INTERVAL.matcher(line);
        if (!interval.find()) {
            said = line;
        } else if (Double.parseDouble(interval.group(1)) > 0) {
            carriedNanos = System.nanoTime();
        }
    }

    /** Whether the connection was ended, by whomever. */
    boolean isReset() {
        return !client.isAlive();
    }

    /** Whether it has carried nothing for so long. */
    synchronized boolean isStalled(long millis) {
        return System.nanoTime() - carriedNanos > TimeUnit.MILLISECONDS.toNanos(millis);
    }

    synchronized String said() {
        return said;
    }

    @Override
    public void close() {
        client.destroyForcibly();
        server.destroyForcibly();
    }
}
