package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The folder of one node: its configuration ({@code etc}), its state and logs ({@code data}), and the key to its shell.
 * Immutable.
 *
 * @param base KARAF_BASE
 */
public record NodeFolder(Role role, Path base) {

    public NodeFolder {
        base = base.toAbsolutePath().normalize();
    }

    public Path etc() {
        return base.resolve("etc");
    }

    /** What Karaf logs. */
    public Path log() {
        return base.resolve("data/log/karaf.log");
    }

    /** What the process itself prints: the reason if the JVM does not start. */
    public Path console() {
        return base.resolve("data/log/console.log");
    }

    /** The private key, in PEM, of the one user of this node's shell. */
    public Path key() {
        return base.resolve("shell.pem");
    }

    /** The file that holds the settings of this PID. */
    public Path settings(String pid) {
        return etc().resolve(pid + ".cfg");
    }

    /** Whether {@link #create} was done before. */
    public boolean exists() {
        return Files.isRegularFile(key());
    }

    /**
     * Makes the folder: the assembly's configuration with the role switched on, its shell's port, and a fresh key to its shell.
     *
     * @throws LabException if it can't be written
     */
    public void create(Assembly assembly) throws LabException {
        try {
            createBase();
            Files.createDirectories(console().getParent());
            Folders.copy(assembly.etc(), etc());
            Settings.in(etc().resolve("org.apache.karaf.features.cfg")).append("featuresBoot", ", " + role.feature()).save();
            Settings.in(settings("org.apache.karaf.shell")).set("sshPort", role.sshPort()).save();
            ShellKey.create(key()).allow(etc().resolve("keys.properties"));
        } catch (IOException e) {
            throw new LabException("cannot make the node's folder " + base + ": " + e, e);
        }
    }

    /** Only for this user to look into: secrets lie here. */
    private void createBase() throws IOException {
        Files.createDirectories(base.getParent());
        Files.createDirectories(base, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Sets values in a file of settings, which is made if it is not there. */
    public void configure(String pid, Map<String, ?> values) throws LabException {
        try {
            Settings settings = Settings.in(settings(pid));
            values.forEach(settings::set);
            settings.save();
        } catch (IOException e) {
            throw new LabException("cannot write " + settings(pid) + ": " + e, e);
        }
    }
}
