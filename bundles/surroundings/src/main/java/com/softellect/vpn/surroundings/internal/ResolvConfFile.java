package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file {@code /etc/resolv.conf} itself, where no program looks after it. What was in it stays in it, as comments: so it is put back also
 * after this process was killed, and by hand if need be. It is written in its place, since in a container it can't be replaced.
 */
final class ResolvConfFile implements NameSystem {

    private static final String HEAD = "# Softellect VPN: the lines that begin with #| are put back when the tunnel ends";
    private static final String KEPT = "#|";

    private final Path file;

    ResolvConfFile(Path file) {
        this.file = file;
    }

    /** What such a file says for these servers. A program that asks for other names than those of the domains asks them too. */
    static String lines(List<String> servers, List<String> domains) {
        String search = domains.isEmpty() ? "" : "search " + String.join(" ", domains) + "\n";
        return servers.stream().map(server -> "nameserver " + server + "\n").collect(Collectors.joining()) + search;
    }

    /** Whether such a file is one that the program has made which begins it so. */
    static boolean startsWith(Path file, String mark) {
        try {
            return Files.exists(file) && Files.readString(file, StandardCharsets.ISO_8859_1).startsWith(mark);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public boolean isPresent() {
        return true;
    }

    @Override
    public void set(String adapter, List<String> servers, List<String> domains) throws SurroundingsException {
        try {
            String before = Files.exists(file) ? original(read()) : "";
            String kept = Arrays.stream(before.split("\n", -1)).map(line -> KEPT + line + "\n").collect(Collectors.joining());
            Files.writeString(file, HEAD + "\n" + lines(servers, domains) + kept, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw cant(e);
        }
    }

    private String read() throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** What was in it before this client changed it. */
    private static String original(String content) {
        if (!content.startsWith(HEAD)) {
            return content;
        }
        return Stream.of(content.split("\n")).filter(line -> line.startsWith(KEPT)).map(line -> line.substring(KEPT.length()))
                .collect(Collectors.joining("\n"));
    }

    /** A file that somebody else has written meanwhile is his. */
    @Override
    public void restore() throws SurroundingsException {
        if (startsWith(file, HEAD)) {
            try {
                Files.writeString(file, original(read()), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw cant(e);
            }
        }
    }

    private SurroundingsException cant(IOException e) {
        return new SurroundingsException(file + " can't be written (" + e + "): let Karaf's user write it, or set dns in "
                + SurroundingsSettings.FILE + " to none", e);
    }
}
