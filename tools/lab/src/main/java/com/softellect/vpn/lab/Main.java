package com.softellect.vpn.lab;

import com.softellect.vpn.lab.command.Lab;

/** What the launcher starts. */
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(Lab.commandLine().execute(arguments));
    }
}
