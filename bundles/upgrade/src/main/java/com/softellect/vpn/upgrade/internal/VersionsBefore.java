package com.softellect.vpn.upgrade.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The jars that the last upgrade has replaced, in a folder, for the way back. One thread at a time. */
final class VersionsBefore {

    private final Path folder;

    VersionsBefore(Path folder) {
        this.folder = folder;
    }

    /** Those of an upgrade that was made, in place of those of the one before. */
    void keep(List<BundleJar> replaced) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> old = Files.list(folder)) {
            for (Path one : old.toList()) {
                Files.delete(one);
            }
        }
        for (BundleJar jar : replaced) {
            Files.write(folder.resolve(jar.layer() + ".jar"), jar.bytes());
        }
    }

    /** By layer; empty if there was no upgrade. */
    Map<String, BundleJar> all() throws IOException {
        Map<String, BundleJar> all = new LinkedHashMap<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> kept = Files.list(folder)) {
            kept.sorted().forEach(jars::add);
        }
        for (Path jar : jars) {
            BundleJar one = BundleJar.of(Files.readAllBytes(jar));
            if (one != null) {
                all.put(one.layer(), one);
            }
        }
        return all;
    }
}
