package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A node of this machine's own, outside any namespace, whose settings outlive it. */
public record StandaloneNode(NodeFolder folder) {

    /** Checks its ports, and makes its folder at the first start. Later ones leave the settings alone, and forget the bundles of another build. */
    public void prepare(Assembly assembly) throws LabException {
        try {
            if (!folder.exists()) {
                folder.create(assembly);
            }
            forgetOtherBuild(assembly);
            new Ports(folder).check();
        } catch (IOException e) {
            throw new LabException("cannot prepare " + folder.base() + ": " + e, e);
        }
    }

    /** Karaf keeps copies of its bundles by their version; two builds of one version are told apart here. */
    private void forgetOtherBuild(Assembly assembly) throws IOException {
        Path mark = folder.base().resolve("build");
        String build = assembly.home().getFileName().toString();
        if (!Files.exists(mark) || !Files.readString(mark).equals(build)) {
            Folders.delete(folder.base().resolve("data/cache"));
            Files.writeString(mark, build);
        }
    }
}
