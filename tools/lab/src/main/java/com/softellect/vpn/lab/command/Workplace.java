package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.node.Assembly;
import com.softellect.vpn.lab.node.NodeFolder;
import com.softellect.vpn.lab.node.Role;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the lab keeps what it makes, and what it starts nodes from. The launcher says it by environment variables. */
final class Workplace {

    @Option(names = "--home", hidden = true, required = true, defaultValue = "${env:VPN_HOME}")
    private Path home;

    @Option(names = "--assembly", hidden = true, required = true, defaultValue = "${env:VPN_ASSEMBLY}")
    private Path archive;

    Assembly assembly() throws LabException, InterruptedException {
        return Assembly.unpack(archive.toAbsolutePath().normalize(), home());
    }

    Path home() {
        return home.toAbsolutePath().normalize();
    }

    /** The one demo of this place. */
    RunFolder demo() {
        return new RunFolder(home().resolve("demo"), "'./vpn stop' ends it, './vpn shell client' reaches its client");
    }

    /** The one bench of this place. */
    RunFolder bench() {
        return new RunFolder(home().resolve("bench"), "wait until it has ended, or end it with Ctrl-C");
    }

    /** The node that {@code ./vpn gateway} or {@code ./vpn client} runs. */
    NodeFolder node(Role role) {
        return new NodeFolder(role, home().resolve(role.word()));
    }
}
