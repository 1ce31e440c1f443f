package com.softellect.vpn.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Every setting that a bundle declares (its metatype resources) is in the configuration file that the features bring, with the
 * same default; and no file has a key that nothing reads.
 */
public class ConfigurationFilesIT {

    private static final Path SAMPLES = Path.of("..", "features", "src", "main", "cfg");
    private static final Path ASSEMBLY = Path.of("..", "karaf-assembly", "src", "main", "resources", "assembly", "etc");

    @Test
    public void everySettingIsInItsFileWithItsDefault() throws Exception {
        Map<String, Map<String, String>> settings = settings();
        assertThat(settings).containsKeys("com.softellect.vpn.registry", "com.softellect.vpn.https", "com.softellect.vpn.tunnel");
        for (Map.Entry<String, Map<String, String>> pid : settings.entrySet()) {
            Properties file = load(file(pid.getKey()));
            assertThat(file.stringPropertyNames()).as(pid.getKey()).containsExactlyInAnyOrderElementsOf(pid.getValue().keySet());
            pid.getValue().forEach((key, value) -> assertThat(file.getProperty(key)).as(pid.getKey() + " " + key).isEqualTo(value));
        }
    }

    /** So that no new one is forgotten where all are changed while a client is connected. */
    @Test
    public void ofEverySettingAnotherValueIsTriedOrCannotBe() throws Exception {
        OtherSettings others = new OtherSettings(Path.of("/etc"));
        Map<String, String> defaults = new TreeMap<>();
        settings().forEach((pid, keys) -> keys.forEach((key, value) -> defaults.put(pid.replace("com.softellect.vpn.", "") + "." + key, value)));
        assertThat(others.all()).isEqualTo(defaults.keySet());
        others.values().forEach((setting, value) -> assertThat(value).as(setting).isNotEqualTo(defaults.get(setting)));
    }

    @Test
    public void everyKeyIsExplainedAboveIt() throws Exception {
        for (String pid : settings().keySet()) {
            List<String> lines = Files.readAllLines(file(pid));
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).matches("[\\w.]+ ?=.*")) {
                    assertThat(lines.get(i - 1)).as(pid + ": " + lines.get(i)).startsWith("# ");
                }
            }
        }
    }

    @Test
    public void asDeliveredNobodyMayLogInAndThereIsNoPortButTheGatewaysAndTheShells() throws Exception {
        for (String users : List.of("users.properties", "keys.properties")) {
            assertThat(load(ASSEMBLY.resolve(users))).as(users).isEmpty();
        }
        Properties web = load(ASSEMBLY.resolve("org.ops4j.pax.web.cfg"));
        assertThat(web.getProperty("org.osgi.service.http.enabled")).isEqualTo("false");
        assertThat(web.getProperty("org.osgi.service.http.secure.enabled")).isEqualTo("false");
        assertThat(load(ASSEMBLY.resolve("org.apache.karaf.shell.cfg")).getProperty("sshHost")).isEqualTo("127.0.0.1");
    }

    @Test
    public void theFeaturesBringTheTextOfAllFiles() throws Exception {
        Document features = parse(Files.newInputStream(Path.of(System.getProperty("assembly.directory"), "features-features.xml")));
        List<Element> configs = elements(features, "config");
        assertThat(configs).extracting(config -> config.getAttribute("name") + ".cfg").containsExactlyInAnyOrderElementsOf(samples());
        for (Element config : configs) {
            Properties brought = new Properties();
            brought.load(new StringReader(config.getTextContent()));
            assertThat(brought).isEqualTo(load(file(config.getAttribute("name"))));
        }
    }

    private static List<String> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Path file(String pid) {
        return SAMPLES.resolve(pid + ".cfg");
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }

    /** The settings by PID, with their defaults, as the bundles' metatype resources declare them. */
    private static Map<String, Map<String, String>> settings() throws Exception {
        Map<String, Map<String, String>> settings = new TreeMap<>();
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("bundles.directory")))) {
            for (Path path : jars.toList()) {
                try (JarFile jar = new JarFile(path.toFile())) {
                    for (JarEntry entry : metatypes(jar)) {
                        read(parse(jar.getInputStream(entry)), settings);
                    }
                }
            }
        }
        return settings;
    }

    private static List<JarEntry> metatypes(JarFile jar) {
        return jar.stream().filter(entry -> entry.getName().matches("OSGI-INF/metatype/.*\\.xml")).toList();
    }

    private static void read(Document metatype, Map<String, Map<String, String>> settings) {
        for (Element designate : elements(metatype, "Designate")) {
            String pid = designate.getAttribute(designate.hasAttribute("pid") ? "pid" : "factoryPid");
            Map<String, String> keys = settings.computeIfAbsent(pid, any -> new TreeMap<>());
            elements(metatype, "AD").forEach(key -> keys.put(key.getAttribute("id"), key.getAttribute("default")));
        }
    }

    private static Document parse(InputStream xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try (xml) {
            return factory.newDocumentBuilder().parse(xml);
        }
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagNameNS("*", name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
