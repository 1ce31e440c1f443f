package com.softellect.vpn.shell.internal;

import org.apache.karaf.shell.support.CommandException;

/** What this Karaf can be. A command that needs a role which is not here says how to get it. */
enum Role {
    GATEWAY("no gateway here: install it with feature:install vpn-gateway"),
    CLIENT("no tunnel here: install it with feature:install vpn-client"),
    ANY("neither gateway nor client here: install one with feature:install vpn-gateway or feature:install vpn-client");

    private final String absence;

    Role(String absence) {
        this.absence = absence;
    }

    CommandException absent() {
        return Failures.of(absence);
    }
}
