package com.softellect.vpn.itests;

import java.nio.file.Path;

/** Where the audit log is. Runs in the container. */
final class AuditFile {

    private AuditFile() {
    }

    static Path path() {
        return Path.of(System.getProperty("karaf.data"), "log", "audit.jsonl");
    }
}
