package com.softellect.vpn.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The same bundle, built again with another version: its jar with another Bundle-Version. Runs in the container. */
final class SecondBuild {

    static final String VERSION = "1.0.1";

    private SecondBuild() {
    }

    static Path of(Path jar) throws IOException {
        Path copy = Files.createTempFile("second-", ".jar");
        try (JarFile first = new JarFile(jar.toFile()); OutputStream file = Files.newOutputStream(copy)) {
            Manifest manifest = new Manifest(first.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), VERSION);
            try (JarOutputStream second = new JarOutputStream(file, manifest)) {
                copyEntries(first, second);
            }
        }
        return copy;
    }

    private static void copyEntries(JarFile from, JarOutputStream to) throws IOException {
        for (Enumeration<JarEntry> entries = from.entries(); entries.hasMoreElements();) {
            JarEntry entry = entries.nextElement();
            if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                to.putNextEntry(new JarEntry(entry.getName()));
                from.getInputStream(entry).transferTo(to);
            }
        }
    }
}
