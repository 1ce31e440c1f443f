package com.softellect.vpn.itests;

import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.OptionUtils.combine;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.logLevel;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.karaf.options.LogLevelOption;

/**
 * The built assembly as a Pax Exam container, on free ports, with in-memory TUN adapters: no privileges are needed. Pax Exam
 * starts Karaf by itself, so what {@code bin/karaf} gives to the JVM is repeated here.
 */
final class Assembly {

    /** Set in the container: the port that the gateway's clients connect to. */
    static final String HTTPS_PORT = "vpn.itests.https";

    /** Set in the container: the port of the shell's SSH server. */
    static final String SSH_PORT = "vpn.itests.ssh";

    /** Set in the container: where the bundles lie that were built. */
    static final String BUNDLES = "vpn.itests.bundles";

    private static final String[] OPENED = {"java.base/java.security", "java.base/java.net", "java.base/java.lang",
        "java.base/java.util", "java.naming/javax.naming.spi", "java.rmi/sun.rmi.transport.tcp"};
    private static final String[] EXPORTED = {"java.base/sun.net.www.protocol.file", "java.base/sun.net.www.protocol.ftp",
        "java.base/sun.net.www.protocol.http", "java.base/sun.net.www.protocol.https", "java.base/sun.net.www.protocol.jar",
        "java.base/sun.net.www.content.text", "jdk.xml.dom/org.w3c.dom.html", "java.rmi/sun.rmi.registry",
        "java.security.sasl/com.sun.security.sasl", "java.naming/com.sun.jndi.ldap"};

    /** How many ports each server has to choose from. */
    private static final int PORTS = 6000;

    private Assembly() {
    }

    /** @param name the container's folder below target */
    static Option[] named(String name) {
        return combine(combine(container(name), settings(freePort(20_000), freePort(20_000 + PORTS))), jvm());
    }

    private static Option[] container(String name) {
        File archive = new File(System.getProperty("assembly.directory"), "karaf-assembly.tar.gz");
        return options(
                karafDistributionConfiguration().frameworkUrl(archive.toURI().toString()).name("Softellect VPN")
                        .karafVersion(System.getProperty("karaf.version"))
                        .unpackDirectory(new File("target/karaf/" + name)).useDeployFolder(false),
                keepRuntimeFolder(), configureConsole().ignoreLocalConsole(), logLevel(LogLevelOption.LogLevel.INFO),
                // Pax Exam brings bundles of its own, which are not in the assembly.
                put("org.ops4j.pax.url.mvn", "org.ops4j.pax.url.mvn.localRepository", System.getProperty("local.repository")));
    }

    private static Option[] settings(int https, int ssh) {
        return options(
                systemProperty(HTTPS_PORT).value(Integer.toString(https)),
                systemProperty(SSH_PORT).value(Integer.toString(ssh)),
                systemProperty(BUNDLES).value(System.getProperty("bundles.directory")),
                put("org.apache.karaf.shell", "sshPort", ssh),
                put("com.softellect.vpn.https", "address", "127.0.0.1"),
                put("com.softellect.vpn.https", "port", https),
                put("com.softellect.vpn.https", "publicNames", "127.0.0.1:" + https),
                put("com.softellect.vpn.router", "adapterType", "memory"),
                put("com.softellect.vpn.tunnel", "adapterType", "memory"));
    }

    private static Option put(String pid, String key, Object value) {
        return editConfigurationFilePut("etc/" + pid + ".cfg", key, value.toString());
    }

    private static Option[] jvm() {
        Stream<String> opened = Stream.of(OPENED).flatMap(module -> Stream.of("--add-opens", module + "=ALL-UNNAMED"));
        Stream<String> exported = Stream.of(EXPORTED).flatMap(module -> Stream.of("--add-exports=" + module + "=ALL-UNNAMED"));
        String jars = "-" + System.getProperty("karaf.version") + ".jar";
        Stream<String> located = Stream.of("--add-reads=java.xml=java.logging",
                "-Xbootclasspath/a:lib/endorsed/org.apache.karaf.specs.locator-" + System.getProperty("karaf.version") + ".jar");
        Stream<String> sized = Stream.of("-XX:+UseSerialGC", "-Xmx128m", "-Djava.security.manager=allow");
        return Stream.of(sized, located, opened, exported).flatMap(options -> options)
                .map(option -> (Option) vmOption(option)).toArray(Option[]::new);
    }

    /** Below those that the system gives to connections: the port is bound only later, when Karaf runs. */
    private static int freePort(int lowest) {
        int first = lowest + ThreadLocalRandom.current().nextInt(PORTS / 2);
        for (int port = first; port < lowest + PORTS; port++) {
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue; // taken: the next one
            }
        }
        throw new IllegalStateException("no port is free from " + first + " to " + (lowest + PORTS - 1));
    }
}
