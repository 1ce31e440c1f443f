package com.softellect.vpn.lab.node;

import java.util.Locale;

/** What a node is. The ports differ so that one of each can run on one machine. */
public enum Role {

    GATEWAY(8101, 8181),
    CLIENT(8102, 8182);

    private final int sshPort;
    private final int httpPort;

    Role(int sshPort, int httpPort) {
        this.sshPort = sshPort;
        this.httpPort = httpPort;
    }

    public int sshPort() {
        return sshPort;
    }

    public int httpPort() {
        return httpPort;
    }

    /** The Karaf feature that makes a node this. */
    public String feature() {
        return "vpn-" + word();
    }

    /** As the operator writes it: {@code gateway} or {@code client}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
