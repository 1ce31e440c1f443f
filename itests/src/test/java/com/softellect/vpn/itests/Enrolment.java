package com.softellect.vpn.itests;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Has profiles issued by the shell's commands, and looks at each. Runs in the container. */
final class Enrolment {

    private static final Pattern PRIVATE_KEY = Pattern.compile("\"privateKey\" *: *\"([^\"]+)\"");

    private final Shell shell;

    Enrolment(Shell shell) {
        this.shell = shell;
    }

    /** @return the profile's file */
    Path add(String client, String... options) throws Exception {
        return issue("vpn:client-add", client, options);
    }

    /** @return the profile's file */
    Path rotate(String client, String... options) throws Exception {
        return issue("vpn:client-rotate", client, options);
    }

    private Path issue(String command, String client, String... options) throws Exception {
        Path file = Files.createTempDirectory("itest").resolve(client + ".vpnprofile");
        String printed = shell.run(command + " " + client + " " + String.join(" ", options) + " --profile " + file);
        assertTrue(printed, printed.contains(file.toString()) && printed.contains("gateway"));
        Matcher key = PRIVATE_KEY.matcher(Files.readString(file));
        if (key.find()) {
            assertFalse("the shell shows a private key", printed.contains(key.group(1)));
        }
        return file;
    }

    /** The private key in a profile. */
    static String privateKey(Path profile) throws Exception {
        Matcher key = PRIVATE_KEY.matcher(Files.readString(profile));
        assertTrue(profile + " holds no key", key.find());
        return key.group(1);
    }
}
