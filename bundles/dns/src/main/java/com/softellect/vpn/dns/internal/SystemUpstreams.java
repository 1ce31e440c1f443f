package com.softellect.vpn.dns.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nameservers of the system's resolv.conf, read again when it has changed. Belongs to the loop. */
final class SystemUpstreams {

    static final Path FILE = Path.of("/etc/resolv.conf");

    private static final Logger LOG = LoggerFactory.getLogger(SystemUpstreams.class);

    private final Path file;
    private FileTime read;
    private List<InetSocketAddress> servers = List.of();

    SystemUpstreams(Path file) {
        this.file = file;
    }

    /** In the order of the file; empty if there are none. */
    List<InetSocketAddress> servers() {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (!changed.equals(read)) {
                servers = parse(Files.readAllLines(file));
                read = changed;
            }
        } catch (IOException e) {
            LOG.debug("there is no {}: {}", file, e.toString());
            servers = List.of();
            read = null;
        }
        return servers;
    }

    private static List<InetSocketAddress> parse(List<String> lines) {
        List<InetSocketAddress> found = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 1 && words[0].equals("nameserver")) {
                try {
                    found.add(new InetSocketAddress(Plan.address("upstreams", words[1]), Plan.DNS_PORT));
                } catch (IllegalArgumentException e) {
                    LOG.warn("{}: '{}' is passed over", FILE, line.strip());
                }
            }
        }
        return found;
    }
}
