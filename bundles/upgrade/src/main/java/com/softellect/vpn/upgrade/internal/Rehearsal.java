package com.softellect.vpn.upgrade.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The new version beside the one that runs, just before the swap: under another name, and with all its components disabled. It shows whether the
 * framework can wire it and the JVM can run its classes while nothing is lost yet. And it is replaced by itself some times: what the
 * framework and its extenders do in a swap is then compiled, and in the swap takes half as long. For the same reason the classes that the running versions
 * need only to leave their states are loaded before.
 *
 * <p>One thread at a time.
 */
final class Rehearsal {

    /** Its name must not be one of the product. */
    private static final String NAME = "rehearsal-of-";

    private static final int TIMES = 10;
    private static final String CLASS = ".class";
    private static final String DESCRIPTORS = "OSGI-INF/";
    private static final String COMPONENT = "<scr:component ";

    /** What would make it part of this Karaf. */
    private static final List<String> LEFT_OUT = List.of("Karaf-Commands", Constants.PROVIDE_CAPABILITY, Constants.BUNDLE_ACTIVATOR);

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private final BundleContext context;

    Rehearsal(BundleContext context) {
        this.context = context;
    }

    /** @return why that version can't run here, in words; null if nothing speaks against it */
    String problem(BundleJar next) {
        try {
            List<String> classes = new ArrayList<>();
            byte[] jar = withoutParts(next, classes);
            Bundle left = context.getBundle(NAME + next.layer());
            if (left != null) {
                left.uninstall(); // of a process that was killed in the middle of it
            }
            Bundle bundle = context.installBundle(NAME + next.layer(), new ByteArrayInputStream(jar));
            try {
                return problem(bundle, jar, classes);
            } finally {
                bundle.uninstall();
            }
        } catch (IOException e) {
            return "the new version can't be read: " + e;
        } catch (BundleException e) {
            return "the framework can't run the new version: " + e.getMessage();
        }
    }

    /** Has the JVM load and link all classes of bundles that run. The first time takes some tenths of a second, any other none. */
    void load(Stream<Bundle> running) {
        running.filter(bundle -> bundle.getState() == Bundle.ACTIVE).forEach(bundle -> {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            for (String path : wiring.listResources("/", "*" + CLASS, BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL)) {
                try {
                    bundle.loadClass(className(path)).getDeclaredMethods();
                } catch (ClassNotFoundException | LinkageError e) {
                    LOG.debug("{} of {} needs what is not here; it has worked without", path, bundle, e);
                }
            }
        });
    }

    private static String className(String path) {
        return path.substring(0, path.length() - CLASS.length()).replace('/', '.');
    }

    private static String problem(Bundle bundle, byte[] jar, List<String> classes) throws BundleException {
        bundle.start();
        for (String name : classes) {
            try {
                bundle.loadClass(name).getDeclaredMethods(); // which links it
            } catch (ClassNotFoundException | NoClassDefFoundError e) {
                LOG.debug("{} needs what is not here; perhaps nobody needs it", name, e);
            } catch (LinkageError e) {
                return "the JVM can't run the new version: " + e;
            }
        }
        for (int i = 0; i < TIMES; i++) {
            bundle.update(new ByteArrayInputStream(jar));
        }
        return null;
    }

    private static byte[] withoutParts(BundleJar next, List<String> classes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream from = new JarInputStream(next.stream()); JarOutputStream to = new JarOutputStream(bytes, renamed(from.getManifest()))) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                String name = entry.getName();
                if (name.endsWith(CLASS)) {
                    classes.add(className(name));
                }
                to.putNextEntry(new ZipEntry(name));
                to.write(name.startsWith(DESCRIPTORS) ? disabled(from) : from.readAllBytes());
            }
        }
        return bytes.toByteArray();
    }

    private static Manifest renamed(Manifest manifest) {
        Manifest other = new Manifest(manifest);
        Attributes headers = other.getMainAttributes();
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, NAME + headers.getValue(Constants.BUNDLE_SYMBOLICNAME));
        LEFT_OUT.forEach(name -> headers.remove(new Attributes.Name(name)));
        return other;
    }

    private static byte[] disabled(InputStream descriptor) throws IOException {
        String text = new String(descriptor.readAllBytes(), StandardCharsets.UTF_8);
        return text.replace(COMPONENT, COMPONENT + "enabled=\"false\" ").getBytes(StandardCharsets.UTF_8);
    }
}
