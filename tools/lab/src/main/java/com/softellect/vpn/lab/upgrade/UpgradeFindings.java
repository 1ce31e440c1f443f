package com.softellect.vpn.lab.upgrade;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that the bench of upgrades found.
 *
 * @param layers            by layer, in the order in which they were swapped
 * @param lostByRestart     TCP connections that did not outlive a restart of the gateway's process
 * @param restartReauthentications of all clients, by that restart
 * @param restartGapMillis  the longest time without a datagram, by that restart
 */
public record UpgradeFindings(Map<String, SwapFigures> layers, int lostByRestart, int restartReauthentications, double restartGapMillis) {

    SwapFigures worst() {
        return SwapFigures.worst(List.copyOf(layers.values()));
    }

    public void print(PrintStream out) {
        out.printf(Locale.ROOT, "  %-10s %7s %8s %7s %9s %9s %9s %9s%n", "layer", "resets", "stalled", "reauth", "UDP lost", "gap ms", "pause ms",
                "refreshed");
        List<Map.Entry<String, SwapFigures>> rows = new ArrayList<>(layers.entrySet());
        rows.add(Map.entry("worst", worst()));
        for (Map.Entry<String, SwapFigures> row : rows) {
            SwapFigures f = row.getValue();
            out.printf(Locale.ROOT, "  %-10s %7d %8d %7d %9d %9.1f %9d %9d%n", row.getKey(), f.tcpResets(), f.tcpStalled(), f.reauthentications(),
                    f.udpLost(), f.worstGapMillis(), f.pauseMillis(), f.refreshed());
        }
        out.printf(Locale.ROOT, "  restart of the gateway's process: %d connections lost, %d reauthentications, gap %,.0f ms%n", lostByRestart,
                restartReauthentications, restartGapMillis);
    }

    /** Writes them as one JSON object. @throws LabException if the file can't be written */
    public void write(Path file) throws LabException {
        Map<String, Object> json = worst().json();
        json.put("connections_lost_by_restart", lostByRestart);
        json.put("restart_reauthentications", restartReauthentications);
        json.put("restart_gap_ms", Math.round(restartGapMillis));
        Map<String, Object> byLayer = new LinkedHashMap<>();
        layers.forEach((layer, figures) -> byLayer.put(layer, figures.json()));
        json.put("layers", byLayer);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
        } catch (IOException e) {
            throw new LabException("cannot write the report to " + file + ": " + e.getMessage(), e);
        }
    }
}
