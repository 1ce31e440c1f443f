package com.softellect.vpn.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** The shape of the bundles that were built: who exports, who imports what. */
public class BundleShapeIT {

    private static final String PRODUCT = "com.softellect.vpn.";
    /** What several bundles embed a copy of. */
    private static final Set<String> SHARED = Set.of("datapath", "credential");
    /** Classes of later versions of bundles, for tests. */
    private static final String NEXT = "next";
    private static final Set<String> EXPORTERS = Set.of("api", "contract");

    @Test
    public void theBundlesAreTheOnesOfTheMap() throws IOException {
        assertThat(bundles()).extracting(BundleShapeIT::name)
                .containsExactlyInAnyOrder("api", "contract", "handover", "facade", "upgrade", "interop", "audit", "store", "clients", "https", "registry", "router", "egress", "dns", "translator", "endpoint",
                        "surroundings", "tunnel", "shell");
    }

    @Test
    public void onlyApiAndContractExport() throws Exception {
        for (Path bundle : bundles()) {
            if (EXPORTERS.contains(name(bundle))) {
                assertThat(exports(bundle)).as(name(bundle)).isNotEmpty().allMatch(one -> one.startsWith(PRODUCT + name(bundle)));
            } else {
                assertThat(exports(bundle)).as(name(bundle)).isEmpty();
            }
        }
    }

    @Test
    public void everyExportHasAVersionOfItsOwn() throws Exception {
        for (Path bundle : bundles()) {
            for (ManifestElement export : elements(bundle, Constants.EXPORT_PACKAGE)) {
                assertThat(Version.parseVersion(export.version())).as(export.name()).isGreaterThanOrEqualTo(new Version(1, 0, 0));
            }
        }
    }

    @Test
    public void nobodyImportsAnImplementation() throws Exception {
        Collection<String> shared = new TreeSet<>();
        for (Path bundle : bundles()) {
            shared.addAll(exports(bundle));
        }
        for (Path bundle : bundles()) {
            assertThat(elements(bundle, Constants.IMPORT_PACKAGE)).extracting(ManifestElement::name).as(name(bundle))
                    .filteredOn(imported -> imported.startsWith(PRODUCT)).isSubsetOf(shared);
        }
    }

    @Test
    public void nobodyRequiresABundleOrImportsDynamically() throws Exception {
        for (Path bundle : bundles()) {
            assertThat(header(bundle, Constants.REQUIRE_BUNDLE)).as(name(bundle)).isNull();
            assertThat(header(bundle, Constants.DYNAMICIMPORT_PACKAGE)).as(name(bundle)).isNull();
        }
    }

    /** A bundle that is built over an older build of itself would keep the classes that it embedded then. */
    @Test
    public void whatIsEmbeddedIsWhatWasBuilt() throws Exception {
        for (String shared : SHARED) {
            Map<String, byte[]> built = classes(directory().resolve(shared + ".jar"), shared);
            assertThat(built).as(shared).isNotEmpty();
            for (Path bundle : bundles()) {
                Map<String, byte[]> embedded = classes(bundle, shared);
                if (!embedded.isEmpty()) {
                    Set<String> packages = packages(embedded.keySet());
                    assertThat(embedded.keySet()).as(name(bundle) + ": whole packages").containsExactlyInAnyOrderElementsOf(
                            built.keySet().stream().filter(entry -> packages.contains(folder(entry))).toList());
                    embedded.forEach((entry, bytes) -> assertThat(bytes).as(name(bundle) + " " + entry).isEqualTo(built.get(entry)));
                }
            }
        }
    }

    @Test
    public void whatIsEmbeddedOfOthersHasItsLicenceWithIt() throws Exception {
        for (Path bundle : bundles()) {
            try (JarFile jar = new JarFile(bundle.toFile())) {
                boolean foreign = jar.stream().anyMatch(entry -> entry.getName().endsWith(".class") && !entry.getName().startsWith("com/softellect/"));
                assertThat(jar.stream().anyMatch(entry -> entry.getName().matches("META-INF/licenses/.+"))).as(name(bundle)).isEqualTo(foreign);
            }
        }
    }

    private static Set<String> packages(Collection<String> entries) {
        return entries.stream().map(BundleShapeIT::folder).collect(Collectors.toSet());
    }

    private static String folder(String entry) {
        return entry.substring(0, entry.lastIndexOf('/'));
    }

    private static Map<String, byte[]> classes(Path path, String shared) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : jar.stream().filter(one -> one.getName().matches("com/softellect/vpn/" + shared + "/.*\\.class")).toList()) {
                classes.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
            }
        }
        return classes;
    }

    private static List<Path> bundles() throws IOException {
        try (Stream<Path> jars = Files.list(directory())) {
            return jars.filter(jar -> jar.toString().endsWith(".jar") && !SHARED.contains(name(jar)) && !name(jar).equals(NEXT)).sorted().toList();
        }
    }

    private static Path directory() {
        return Path.of(System.getProperty("bundles.directory"));
    }

    private static String name(Path jar) {
        return jar.getFileName().toString().replace(".jar", "");
    }

    private static List<String> exports(Path bundle) throws IOException {
        return elements(bundle, Constants.EXPORT_PACKAGE).stream().map(ManifestElement::name).toList();
    }

    private static List<ManifestElement> elements(Path bundle, String header) throws IOException {
        String value = header(bundle, header);
        return value == null ? new ArrayList<>() : ManifestElement.parse(value);
    }

    private static String header(Path bundle, String header) throws IOException {
        try (JarFile jar = new JarFile(bundle.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest.getMainAttributes().getValue(header);
        }
    }
}
