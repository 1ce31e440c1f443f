package com.softellect.vpn.lab.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds JVMs by an option that they were started with, so that no file has to say which process is which. */
public final class RunningNode {

    private static final Path PROC = Path.of("/proc");

    private RunningNode() {
    }

    /** The process id of the JVM that has exactly this option, as this process namespace numbers it. */
    public static Optional<Long> withOption(String option) throws IOException {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .filter(name -> isJvmWith(name, option))
                    .map(Long::valueOf)
                    .findFirst();
        }
    }

    private static boolean isJvmWith(String pid, String option) {
        try {
            String line = Files.readString(PROC.resolve(pid).resolve("cmdline"), StandardCharsets.UTF_8);
            List<String> words = List.of(line.split("\0"));
            return words.get(0).endsWith("java") && words.contains(option);
        } catch (IOException e) {
            return false; // it has just ended, or its options are no text
        }
    }
}
