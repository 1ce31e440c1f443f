package com.softellect.vpn.lab.node;

import java.util.Locale;

/** What a node is. The ports differ so that one of each can run on one machine. */
public enum Role {

    GATEWAY(8101),
    CLIENT(8102);

    /** Where a gateway listens unless its settings say otherwise. A client listens nowhere but for its shell. */
    public static final int HTTPS_PORT = 8443;

    private final int sshPort;

    Role(int sshPort) {
        this.sshPort = sshPort;
    }

    public int sshPort() {
        return sshPort;
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
