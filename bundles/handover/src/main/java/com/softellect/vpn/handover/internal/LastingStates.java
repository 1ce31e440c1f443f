package com.softellect.vpn.handover.internal;

import com.softellect.vpn.api.handover.HandoverState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What outlives the process, in one file of mode 0600. It is used once: reading it removes it, whatever it is good for, so that a process that was
 * killed never finds the state of the one before the last.
 *
 * <p>One thread at a time.
 */
final class LastingStates {

    /** Older than this it is of no use: sessions whose clients were away for so long have found another way. */
    static final Duration MOST_AGE = Duration.ofMinutes(5);

    private static final int FORMAT = 0x56504e02;
    private static final Logger LOG = LoggerFactory.getLogger(LastingStates.class);

    private final Path file;
    private final InstantSource clock;

    LastingStates(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    void save(Map<String, List<HandoverState>> states) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Map<String, Object> all = new HashMap<>();
        states.forEach((name, layouts) -> {
            if (layouts.stream().anyMatch(state -> !state.lasting().isEmpty())) {
                all.put(name, layouts.stream().map(state -> Map.of("version", state.version(), "state", state.lasting())).toList());
            }
        });
        out.writeInt(FORMAT);
        out.writeLong(clock.millis());
        ValueCodec.write(out, all);
        Path unfinished = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".tmp"); // of mode 0600
        try {
            Files.write(unfinished, bytes.toByteArray());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** What was saved, if that was not long ago; empty if there is none, or it can't be read. */
    Map<String, List<HandoverState>> takeSaved() {
        Map<String, List<HandoverState>> states = new HashMap<>();
        try {
            if (Files.exists(file)) {
                byte[] bytes = Files.readAllBytes(file);
                Files.delete(file);
                read(new DataInputStream(new ByteArrayInputStream(bytes)), states);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("what the process before this one left can't be used, clients authenticate again: {}", e.toString());
            states.clear();
        }
        return states;
    }

    private void read(DataInputStream in, Map<String, List<HandoverState>> states) throws IOException {
        if (in.readInt() != FORMAT) {
            throw new IOException(file + " is of another version");
        }
        Duration age = Duration.between(Instant.ofEpochMilli(in.readLong()), clock.instant());
        if (age.isNegative() || age.compareTo(MOST_AGE) > 0) {
            LOG.info("what the process before this one left is {} s old: too old", age.toSeconds());
            return;
        }
        for (Map.Entry<String, Object> entry : ValueCodec.readMap(in).entrySet()) {
            states.put(entry.getKey(), ((List<?>) entry.getValue()).stream().map(one -> state((Map<?, ?>) one)).toList());
        }
    }

    private static HandoverState state(Map<?, ?> read) {
        return new HandoverState((Integer) read.get("version"), lasting((Map<?, ?>) read.get("state")), Map.of(), null);
    }

    private static Map<String, Object> lasting(Map<?, ?> read) {
        Map<String, Object> lasting = new HashMap<>();
        read.forEach((key, value) -> lasting.put((String) key, value));
        return lasting;
    }
}
