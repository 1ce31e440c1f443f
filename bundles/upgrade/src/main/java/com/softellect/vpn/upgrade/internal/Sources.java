package com.softellect.vpn.upgrade.internal;

import com.softellect.vpn.api.upgrade.UpgradeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** Where new versions come from. Stateless. */
final class Sources {

    private static final String GROUP = "com/softellect/vpn";

    private final Path base;
    private final Path system;

    /**
     * @param base   what relative paths start at
     * @param system Karaf's own Maven repository
     */
    Sources(Path base, Path system) {
        this.base = base;
        this.system = system;
    }

    /** Those of this Karaf. */
    static Sources of(BundleContext context) {
        return new Sources(folder(context, "karaf.base"), folder(context, "karaf.home").resolve("system"));
    }

    private static Path folder(BundleContext context, String property) {
        return Path.of(Objects.requireNonNull(context.getProperty(property), () -> "this is no Karaf: there is no " + property));
    }

    /** The jars of these layers that the source has; see {@link com.softellect.vpn.api.upgrade.Upgrade#plan}. */
    Map<String, BundleJar> find(List<String> layers, String source) throws UpgradeException {
        try {
            Map<String, BundleJar> found = new HashMap<>();
            for (BundleJar jar : source == null ? newest(layers) : isVersion(source) ? inRepositories(layers, source) : inFiles(source)) {
                if (layers.contains(jar.layer())) {
                    found.put(jar.layer(), jar);
                }
            }
            return found;
        } catch (IOException e) {
            throw new UpgradeException("can't read " + source + ": " + e, e);
        }
    }

    private static boolean isVersion(String source) {
        return source.matches("\\d+(\\.\\d+){0,2}([.-][A-Za-z0-9_-]+)?");
    }

    private List<BundleJar> newest(List<String> layers) throws IOException {
        List<BundleJar> jars = new ArrayList<>();
        for (String layer : layers) {
            Optional<Path> folder = newest(system.resolve(GROUP).resolve(layer));
            if (folder.isPresent()) {
                add(jars, Files.readAllBytes(folder.get().resolve(layer + "-" + folder.get().getFileName() + ".jar")));
            }
        }
        return jars;
    }

    private static Optional<Path> newest(Path versions) throws IOException {
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.filter(one -> isVersion(one.getFileName().toString())).max(Comparator.comparing(one -> version(one.getFileName().toString())));
        }
    }

    private static Version version(String text) {
        return Version.parseVersion(text.replaceFirst("-", "."));
    }

    private List<BundleJar> inRepositories(List<String> layers, String version) throws IOException {
        List<BundleJar> jars = new ArrayList<>();
        for (String layer : layers) {
            Path own = system.resolve(GROUP).resolve(layer).resolve(version).resolve(layer + "-" + version + ".jar");
            if (Files.exists(own)) {
                add(jars, Files.readAllBytes(own));
            } else if (layers.size() == 1) {
                add(jars, read(new URL("mvn:com.softellect.vpn/" + layer + "/" + version)));
            }
        }
        return jars;
    }

    private List<BundleJar> inFiles(String source) throws IOException {
        List<BundleJar> jars = new ArrayList<>();
        URL url = url(source);
        if (url != null) {
            add(jars, read(url));
            return jars;
        }
        Path path = base.resolve(source);
        if (!Files.isDirectory(path)) {
            add(jars, Files.readAllBytes(path));
            return jars;
        }
        try (Stream<Path> all = Files.list(path)) {
            for (Path jar : all.filter(one -> one.toString().endsWith(".jar")).sorted().toList()) {
                add(jars, Files.readAllBytes(jar));
            }
        }
        return jars;
    }

    private static URL url(String source) {
        try {
            return source.matches("[a-z]{2,}:.*") ? new URL(source) : null;
        } catch (MalformedURLException e) {
            return null; // a name of a file then
        }
    }

    private static byte[] read(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        }
    }

    /** A jar of the product, or all that are in it: a kar is a jar of jars. */
    private static void add(List<BundleJar> jars, byte[] bytes) throws IOException {
        BundleJar one = BundleJar.of(bytes);
        if (one != null) {
            jars.add(one);
            return;
        }
        try (ZipInputStream kar = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = kar.getNextEntry(); entry != null; entry = kar.getNextEntry()) {
                BundleJar inside = entry.getName().endsWith(".jar") ? BundleJar.of(kar.readAllBytes()) : null;
                if (inside != null) {
                    jars.add(inside);
                }
            }
        }
    }
}
