package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** systemd-resolved, which keeps servers by network interface and forgets them with it. */
final class Resolved implements NameSystem {

    private final CommandRunner commands;
    private final Path resolvConf;
    private String adapter;

    /** @param resolvConf the system's {@code /etc/resolv.conf} */
    Resolved(CommandRunner commands, Path resolvConf) {
        this.commands = commands;
        this.resolvConf = resolvConf;
    }

    @Override
    public String name() {
        return "systemd-resolved";
    }

    /** It is asked if that file is one of its own: {@code resolve/stub-resolv.conf}, {@code resolve/resolv.conf} or {@code resolv.conf} of systemd. */
    @Override
    public boolean isPresent() {
        try {
            return Files.isSymbolicLink(resolvConf) && Files.readSymbolicLink(resolvConf).toString().contains("systemd/resolv");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void set(String through, List<String> servers, List<String> domains) throws SurroundingsException {
        adapter = through;
        commands.run("", words("dns", through, servers));
        // "~." makes it the one for all names; other servers would be asked as well without
        commands.run("", words("domain", through, domains.isEmpty() ? List.of("~.") : domains));
        commands.run("resolvectl", "default-route", through, domains.isEmpty() ? "true" : "false");
        commands.run("resolvectl", "flush-caches");
    }

    private static List<String> words(String verb, String through, List<String> values) {
        List<String> words = new ArrayList<>(List.of("resolvectl", verb, through));
        words.addAll(values);
        return words;
    }

    @Override
    public void restore() throws SurroundingsException {
        if (adapter != null) {
            String through = adapter;
            adapter = null;
            commands.run("resolvectl", "revert", through);
        }
    }
}
