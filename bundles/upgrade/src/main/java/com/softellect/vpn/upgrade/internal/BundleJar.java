package com.softellect.vpn.upgrade.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** A bundle of the product as the bytes of its jar, in memory, so that nothing needs to be read during a swap. Immutable. */
final class BundleJar {

    /** The layouts that the bundle leaves its state in, with commas between; one of them is enough for the next version. See docs/upgrade.md. */
    private static final String LEAVES = "VPN-Handover-Leaves";

    /** The layouts that it understands, with commas between. */
    private static final String TAKES = "VPN-Handover-Takes";

    private final byte[] bytes;
    private final Manifest manifest;

    private BundleJar(byte[] bytes, Manifest manifest) {
        this.bytes = bytes;
        this.manifest = manifest;
    }

    /** @return null if these are no jar of the product */
    static BundleJar of(byte[] bytes) throws IOException {
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bytes))) {
            Manifest manifest = jar.getManifest();
            boolean ours = manifest != null && Layers.isOurs(symbolicName(manifest));
            return ours ? new BundleJar(bytes, manifest) : null;
        }
    }

    /** What is installed now, wherever it once came from. */
    static BundleJar of(Bundle bundle) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.setLevel(Deflater.NO_COMPRESSION); // some swaps wait for this
            copy(jar, JarFile.MANIFEST_NAME, bundle.getEntry(JarFile.MANIFEST_NAME)); // first, or it would not be found
            for (URL entry : entries(bundle)) {
                String name = entry.getPath().substring(1);
                if (!name.endsWith("/") && !name.equals(JarFile.MANIFEST_NAME)) {
                    copy(jar, name, entry);
                }
            }
        }
        return of(bytes.toByteArray());
    }

    private static Iterable<URL> entries(Bundle bundle) {
        Enumeration<URL> entries = bundle.findEntries("/", "*", true);
        return Collections.list(entries);
    }

    private static void copy(JarOutputStream jar, String name, URL from) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        try (InputStream in = from.openStream()) {
            in.transferTo(jar);
        }
        jar.closeEntry();
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    String layer() {
        return symbolicName(manifest).substring(Layers.PRODUCT.length());
    }

    Version version() {
        return Version.parseVersion(header(Constants.BUNDLE_VERSION));
    }

    private static String symbolicName(Manifest manifest) {
        String value = manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
        return value == null ? null : value.split(";")[0].strip();
    }

    /** @return null if it is not there */
    String header(String name) {
        return manifest.getMainAttributes().getValue(name);
    }

    /** Whether it understands what a version that is installed leaves. */
    boolean takes(BundleJar installed) {
        Set<String> left = installed.leaves();
        return left.isEmpty() || !Collections.disjoint(left, takes());
    }

    /** The layouts of states that it understands. */
    Set<String> takes() {
        return words(header(TAKES));
    }

    /** The layouts that it leaves its state in. */
    Set<String> leaves() {
        return words(header(LEAVES));
    }

    private static Set<String> words(String header) {
        return header == null ? Set.of() : Arrays.stream(header.split(",")).map(String::strip).collect(Collectors.toCollection(TreeSet::new));
    }
}
