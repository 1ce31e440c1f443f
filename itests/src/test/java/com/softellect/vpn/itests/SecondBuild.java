package com.softellect.vpn.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The same bundle, built again: its jar with another version, and with whatever else is to be different. Runs in the container. */
final class SecondBuild {

    static final String VERSION = "1.0.1";

    private SecondBuild() {
    }

    static Path of(Path jar) throws IOException {
        return of(jar, VERSION, Map.of(), null, null);
    }

    /**
     * @param headers of the manifest, to be set beside the version
     * @param text    a text in its classes' constants that is to be another, or null
     * @param other   what it is to be
     */
    static Path of(Path jar, String version, Map<String, String> headers, String text, String other) throws IOException {
        return build(jar, version, headers, (name, bytes) -> text != null && name.endsWith(".class") ? patch(bytes, text, other) : bytes);
    }

    /**
     * @param headers of the manifest, to be set beside the version
     * @param classes a jar whose entries take the place of those of the same name
     */
    static Path with(Path jar, String version, Map<String, String> headers, Path classes) throws IOException {
        try (JarFile others = new JarFile(classes.toFile())) {
            return build(jar, version, headers, (name, bytes) -> {
                JarEntry other = others.getJarEntry(name);
                return other == null ? bytes : others.getInputStream(other).readAllBytes();
            });
        }
    }

    /** What becomes of an entry. */
    @FunctionalInterface
    private interface Change {
        byte[] of(String name, byte[] bytes) throws IOException;
    }

    private static Path build(Path jar, String version, Map<String, String> headers, Change change) throws IOException {
        Path copy = Files.createTempFile("second-", ".jar");
        try (JarFile first = new JarFile(jar.toFile()); OutputStream file = Files.newOutputStream(copy)) {
            Manifest manifest = new Manifest(first.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
            headers.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
            try (JarOutputStream second = new JarOutputStream(file, manifest)) {
                copyEntries(first, second, change);
            }
        }
        return copy;
    }

    private static void copyEntries(JarFile from, JarOutputStream to, Change change) throws IOException {
        for (Enumeration<JarEntry> entries = from.entries(); entries.hasMoreElements();) {
            JarEntry entry = entries.nextElement();
            if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                to.putNextEntry(new JarEntry(entry.getName()));
                to.write(change.of(entry.getName(), from.getInputStream(entry).readAllBytes()));
            }
        }
    }

    /** A text among a class file's constants is a 1, its length in two bytes, and itself. */
    private static byte[] patch(byte[] code, String text, String other) {
        byte[] constant = constant(text);
        for (int at = 0; at + constant.length <= code.length; at++) {
            if (Arrays.equals(code, at, at + constant.length, constant, 0, constant.length)) {
                ByteArrayOutputStream patched = new ByteArrayOutputStream();
                patched.write(code, 0, at);
                patched.writeBytes(constant(other));
                patched.write(code, at + constant.length, code.length - at - constant.length);
                return patched.toByteArray();
            }
        }
        return code;
    }

    private static byte[] constant(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream constant = new ByteArrayOutputStream();
        constant.write(1);
        constant.write(bytes.length >> 8);
        constant.write(bytes.length);
        constant.writeBytes(bytes);
        return constant.toByteArray();
    }
}
