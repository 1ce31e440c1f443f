package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This program as a command, to be run once more somewhere else. */
final class Self {

    private Self() {
    }

    /** @param options of the JVM */
    static List<String> command(List<String> options, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:+UseSerialGC", "-Xmx128m"));
        words.addAll(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        words.addAll(arguments);
        return words;
    }
}
