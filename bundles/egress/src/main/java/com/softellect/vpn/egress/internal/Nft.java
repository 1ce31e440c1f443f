package com.softellect.vpn.egress.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The system's {@code nft}. Immutable; any thread.
 *
 * @param program the path of it
 */
record Nft(String program) {

    private static final long LIMIT_SECONDS = 10;
    private static final Pattern ABSENT = Pattern.compile("No such file or directory");

    /** Where it may lie without being on the path of a service. */
    private static final List<String> FOLDERS = List.of("/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/bin");

    /** The one of this machine. @throws EgressException if it is not installed */
    static Nft find() throws EgressException {
        return programs().findFirst().map(Nft::new)
                .orElseThrow(() -> new EgressException("there is no 'nft' on this machine: install it ('apt-get install nftables'), or set "
                        + "mode = translator in etc/" + EgressSettings.PID + ".cfg"));
    }

    static boolean installed() {
        return programs().findAny().isPresent();
    }

    private static Stream<String> programs() {
        String path = System.getenv("PATH");
        return Stream.concat(Stream.of((path == null ? "" : path).split(":")), FOLDERS.stream())
                .map(folder -> Path.of(folder, "nft")).filter(Path::isAbsolute).filter(Files::isExecutable).map(Path::toString);
    }

    /** Makes changes, all of them or none. @throws EgressException if the system refuses; then nothing has changed */
    void apply(String transaction) throws EgressException {
        SystemCommand.Result result = run(List.of("-f", "-"), transaction);
        if (!result.ok()) {
            throw refused(result);
        }
    }

    /** The table of that name as the system has it, without what changes by itself; absent if there is none. */
    Optional<String> list(String table) throws EgressException {
        SystemCommand.Result result = run(List.of("-s", "list", "table", "ip", table), "");
        if (!result.ok() && !ABSENT.matcher(result.output()).find()) {
            throw refused(result);
        }
        return result.ok() ? Optional.of(result.output()) : Optional.empty();
    }

    private SystemCommand.Result run(List<String> arguments, String input) throws EgressException {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(arguments);
        try {
            return new SystemCommand(words, LIMIT_SECONDS).run(input);
        } catch (IOException e) {
            throw new EgressException("'" + program + "' can't be run: " + e.getMessage(), e);
        }
    }

    private static EgressException refused(SystemCommand.Result result) {
        String said = result.output().lines().map(String::strip).filter(line -> !line.matches("\\^*")).limit(3)
                .reduce((first, second) -> first + " / " + second).orElse("exit code " + result.exitCode());
        if (said.contains("not permitted") || said.contains("Permission denied")) {
            return new EgressException("the gateway may not make tables: run it as root, or give it CAP_NET_ADMIN (nft: " + said + ")");
        }
        return new EgressException("nft refused the table: this kernel needs nf_tables with nat and masquerade "
                + "('modprobe nft_chain_nat nft_masq nft_ct'), or set mode = translator in etc/" + EgressSettings.PID + ".cfg (nft: " + said + ")");
    }
}
