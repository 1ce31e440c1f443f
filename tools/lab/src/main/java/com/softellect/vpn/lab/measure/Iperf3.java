package com.softellect.vpn.lab.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Command;
import com.softellect.vpn.lab.net.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The system's {@code iperf3}: a server at the gateway, a client at the client. Immutable.
 *
 * @param address     what the server listens on
 * @param warmSeconds run before, not counted: code that is run for the first time is slow
 * @param seconds     counted
 */
public record Iperf3(Namespace server, Namespace client, String address, int warmSeconds, int seconds) implements Throughput {

    /**
     * What it found.
     *
     * @param megabitsPerSecond that arrived
     * @param retransmits       TCP segments that were sent once more, also those that needed not be
     * @param bytes             of TCP payload that arrived in the seconds that count
     */
    public record Found(double megabitsPerSecond, long retransmits, long bytes) {

        static Found parse(String json) throws LabException {
            try {
                JsonNode report = new ObjectMapper().readTree(json);
                if (report.hasNonNull("error")) {
                    throw new LabException("iperf3 failed: " + report.get("error").asText());
                }
                return new Found(report.at("/end/sum_received/bits_per_second").asDouble() / 1e6,
                        report.at("/end/sum_sent/retransmits").asLong(), report.at("/end/sum_received/bytes").asLong());
            } catch (JsonProcessingException e) {
                throw new LabException("iperf3 failed: " + json, e);
            }
        }
    }

    /** Whether it is installed. */
    public static boolean installed() throws InterruptedException {
        return Command.of("iperf3", "--version").works();
    }

    @Override
    public String name() {
        return "iperf3";
    }

    @Override
    public double megabitsPerSecond(Direction direction) throws LabException, InterruptedException {
        return run(direction, List.of()).megabitsPerSecond();
    }

    /** One TCP stream that does not send more than that. */
    public Found steady(Direction direction, int megabitsPerSecond) throws LabException, InterruptedException {
        return run(direction, List.of("-b", megabitsPerSecond + "M"));
    }

    /** So many TCP streams at once, together. */
    public Found streams(Direction direction, int streams) throws LabException, InterruptedException {
        return run(direction, List.of("-P", Integer.toString(streams)));
    }

    private Found run(Direction direction, List<String> more) throws LabException, InterruptedException {
        Process listening = listen();
        try {
            return Found.parse(clientCommand(direction, more).run().output());
        } finally {
            listening.destroyForcibly().waitFor();
        }
    }

    /** Starts a server for one client and returns when it listens. */
    private Process listen() throws LabException {
        try {
            Process process = new ProcessBuilder(server.inside(List.of("iperf3", "-s", "-1", "-B", address, "--forceflush")))
                    .redirectErrorStream(true).start();
            BufferedReader output = process.inputReader();
            String line = output.readLine();
            while (line != null && !line.contains("listening")) {
                line = output.readLine();
            }
            return process;
        } catch (IOException e) {
            throw new LabException("cannot start iperf3: " + e.getMessage(), e);
        }
    }

    private Command clientCommand(Direction direction, List<String> more) {
        List<String> words = new ArrayList<>(List.of("iperf3", "-c", address, "-J"));
        words.addAll(List.of("-t", Integer.toString(seconds), "-O", Integer.toString(warmSeconds)));
        if (direction == Direction.DOWN) {
            words.add("-R");
        }
        words.addAll(more);
        return new Command(client.inside(words));
    }
}
