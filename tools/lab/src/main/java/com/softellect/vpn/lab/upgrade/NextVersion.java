package com.softellect.vpn.lab.upgrade;

import com.softellect.vpn.lab.LabException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Another version of a bundle, made of the one that there is: with the next version number; with other words in its log, so that everybody can
 * see which one runs; and with the classes that tools/next has for it, with which the registry leaves its state in another layout. Stateless.
 */
public final class NextVersion {

    public static final String VERSION = "1.0.1";

    /** What it says first in the log, before what the version that there is says. */
    public static final String MARK = "(next) ";

    /** What a layer says when it has begun, as its class has it, by layer. */
    private static final Map<String, String> SAYS = Map.of(
            "interop", "adapter {}: ",
            "registry", "registry: ",
            "router", "adapter {} is up: ",
            "endpoint", "endpoint: open",
            "dns", "dns: asks ",
            "tunnel", "tunnel {} -> {}",
            "clients", "clients: ");

    /** What else is said in the manifest of a bundle whose state has another layout, by layer. */
    private static final Map<String, Map<String, String>> HEADERS =
            Map.of("registry", Map.of("VPN-Handover-Leaves", "3, 2", "VPN-Handover-Takes", "2, 3"));

    /** Below the folder: name, version, file. */
    private static final int JAR_DEPTH = 3;

    private NextVersion() {
    }

    /**
     * Of all bundles.
     *
     * @param bundles folders by name and version, as in a Maven repository
     * @param where   a folder is made there for the new ones
     * @return that folder
     */
    static Path ofAll(Path bundles, Path where) throws LabException {
        Path folder = where.resolve("next");
        try (Stream<Path> jars = Files.walk(bundles, JAR_DEPTH)) {
            Files.createDirectories(folder);
            for (Path jar : jars.filter(path -> path.toString().endsWith(".jar")).toList()) {
                of(jar.getParent().getParent().getFileName().toString(), jar, folder);
            }
            return folder;
        } catch (IOException e) {
            throw new LabException("cannot make other versions of the bundles in " + bundles + ": " + e, e);
        }
    }

    /** The next version of a layer. */
    static Path in(Path folder, String layer) {
        return folder.resolve(layer + "-" + VERSION + ".jar");
    }

    /** Of one. @return the new one, in that folder */
    public static Path of(String layer, Path jar, Path folder) throws LabException {
        Path made = in(folder, layer);
        try (JarFile first = new JarFile(jar.toFile()); OutputStream file = Files.newOutputStream(made)) {
            Manifest manifest = new Manifest(first.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), VERSION);
            HEADERS.getOrDefault(layer, Map.of()).forEach(manifest.getMainAttributes()::putValue);
            boolean different = false;
            try (JarOutputStream second = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : Collections.list(first.entries())) {
                    if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        byte[] bytes = bytes(first, entry, layer);
                        byte[] other = SAYS.containsKey(layer) && entry.getName().endsWith(".class") ? patch(bytes, SAYS.get(layer)) : bytes;
                        different |= other != bytes;
                        second.putNextEntry(new JarEntry(entry.getName()));
                        second.write(other);
                    }
                }
            }
            if (SAYS.containsKey(layer) && !different) {
                throw new LabException("the bundle " + layer + " does not say '" + SAYS.get(layer) + "' anywhere");
            }
            return made;
        } catch (IOException e) {
            throw new LabException("cannot make another version of " + jar + ": " + e, e);
        }
    }

    /** An entry, or what takes its place in the next version. */
    private static byte[] bytes(JarFile first, JarEntry entry, String layer) throws IOException {
        boolean own = entry.getName().startsWith("com/softellect/vpn/" + layer + "/internal/");
        try (InputStream next = own ? NextVersion.class.getResourceAsStream("/" + entry.getName()) : null) {
            return (next == null ? first.getInputStream(entry) : next).readAllBytes();
        }
    }

    /** Puts words before those of the first text in a class file's constants that begins with these. @return the same array if there is none */
    private static byte[] patch(byte[] code, String begins) {
        byte[] wanted = begins.getBytes(StandardCharsets.UTF_8);
        for (int at = 3; at + wanted.length <= code.length; at++) {
            int length = (code[at - 2] & 255) << 8 | code[at - 1] & 255;
            if (code[at - 3] == 1 && length >= wanted.length && Arrays.equals(code, at, at + wanted.length, wanted, 0, wanted.length)) {
                byte[] more = MARK.getBytes(StandardCharsets.UTF_8);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.write(code, 0, at - 2);
                out.write(length + more.length >> 8);
                out.write(length + more.length);
                out.writeBytes(more);
                out.write(code, at, code.length - at);
                return out.toByteArray();
            }
        }
        return code;
    }
}
