package com.softellect.vpn.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs Jazzer on one target, in a JVM of its own, because one can run no more than one. All that it leaves is in one folder: {@code fuzz.log};
 * {@code corpus/}, the inputs that it found worth going on from, also in the next run; and the input that broke something.
 */
final class Fuzzer {

    /** What it explores: the branches of this product, and those of the JSON parser that reads the profiles; not those of the tests. */
    private static final String EXPLORED = "com.softellect.vpn.**,com.fasterxml.jackson.core.**";
    private static final String NOT_EXPLORED = "com.softellect.vpn.fuzz.**";

    /** What Jazzer looks for by itself: SQL, LDAP, scripts and the like, which no target has. It would change hundreds of classes of the JDK first. */
    private static final String NOT_LOOKED_FOR = Stream.of("ClojureLangHooks", "Deserialization", "ExpressionLanguageInjection", "LdapInjection",
            "NamingContextLookup", "OsCommandInjection", "ReflectiveCall", "RegexInjection", "RegexRoadblocks", "ScriptEngineInjection",
            "ServerSideRequestForgery", "SqlInjection", "XPathInjection").map(hooks -> "com.code_intelligence.jazzer.sanitizers." + hooks)
            .collect(Collectors.joining(File.pathSeparator));

    /** Far more than any input should need. More time is a finding, and so is an OutOfMemoryError. */
    private static final int INPUT_SECONDS = 20;
    private static final String HEAP = "-Xmx512m";

    /** A run that is shorter is over before the better of the two compilers has done anything for it. */
    private static final int LONG_RUN_SECONDS = 60;

    private static final int MAX_INPUT_BYTES = 4096;

    /** Of one target, in the repository. */
    private static final int MAX_KEPT_BYTES = 100_000;

    /** To start, to run the inputs there are, and to report, on a slow machine. */
    private static final int GRACE_SECONDS = 300;

    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
    private static final Pattern PROGRESS = Pattern.compile("cov: (\\d+) ft: \\d+ corp: (\\d+)/");
    private static final Pattern ARTIFACT = Pattern.compile("Test unit written to (\\S+)");

    /** How libFuzzer names inputs; a file with another name was kept by somebody on purpose. */
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{40}");

    private final FuzzTarget target;
    private final Path folder;

    /** @param folder where all goes that a run leaves */
    Fuzzer(FuzzTarget target, Path folder) {
        this.target = target;
        this.folder = folder;
    }

    /**
     * @return what was done, in words
     * @throws AssertionError if an input broke something, or nothing was fuzzed
     */
    String fuzz(int seconds) throws IOException, InterruptedException {
        Path log = folder.resolve("fuzz.log");
        int code = jazzer(log, seconds, "-max_total_time=" + seconds, "-timeout=" + INPUT_SECONDS, "-artifact_prefix=" + folder + "/",
                corpus().toString());
        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        if (code != 0) {
            throw new AssertionError(failure(log, output));
        }
        Matcher done = last(DONE, output);
        Matcher progress = last(PROGRESS, output);
        if (done == null || progress == null || done.group(1).equals("0") || progress.group(1).equals("0")) {
            throw new AssertionError("nothing was fuzzed: see " + log);
        }
        return done.group(1) + " inputs in " + done.group(2) + " s, " + progress.group(1) + " edges reached, " + progress.group(2)
                + " inputs in the corpus";
    }

    private Path corpus() throws IOException {
        return Files.createDirectories(folder.resolve("corpus"));
    }

    /**
     * Replaces kept inputs by as few as reach all the edges that they and the corpus reach together, and as often; or, where these would be too many
     * bytes, only as few as reach the edges.
     *
     * @return how many these are
     */
    int keep(Path kept) throws IOException, InterruptedException {
        List<Path> inputs = merged(true);
        if (bytes(inputs) > MAX_KEPT_BYTES) {
            inputs = merged(false);
        }
        deleteInputs(Files.createDirectories(kept));
        for (Path input : inputs) {
            Files.copy(input, kept.resolve(input.getFileName()));
        }
        return inputs.size();
    }

    private List<Path> merged(boolean counting) throws IOException, InterruptedException {
        Path merged = Files.createDirectories(folder.resolve("merged"));
        deleteInputs(merged);
        Path log = folder.resolve("merge.log");
        if (jazzer(log, GRACE_SECONDS, "-merge=1", "-set_cover_merge=1", "-use_counters=" + (counting ? 1 : 0), merged.toString(),
                corpus().toString()) != 0) {
            throw new AssertionError("merging failed: see " + log);
        }
        return inputs(merged);
    }

    private static long bytes(List<Path> inputs) throws IOException {
        long bytes = 0;
        for (Path input : inputs) {
            bytes += Files.size(input);
        }
        return bytes;
    }

    private static void deleteInputs(Path folder) throws IOException {
        for (Path input : inputs(folder)) {
            Files.delete(input);
        }
    }

    private static List<Path> inputs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> NAME.matcher(f.getFileName().toString()).matches()).collect(Collectors.toList());
        }
    }

    private int jazzer(Path log, int seconds, String... arguments) throws IOException, InterruptedException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + (seconds < LONG_RUN_SECONDS ? 1 : 4), "-Djava.io.tmpdir=" + temporary,
                "-cp", System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer", "--target_class=" + target.type().getName(),
                "--target_method=" + target.method(), "--instrument=" + EXPLORED, "--instrumentation_excludes=" + NOT_EXPLORED,
                "--disabled_hooks=" + NOT_LOOKED_FOR, "-max_len=" + MAX_INPUT_BYTES));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (!process.waitFor(seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the fuzzer does not end: see " + log);
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String failure(Path log, String output) {
        Matcher artifact = last(ARTIFACT, output);
        if (artifact == null) {
            return target.name() + ": the fuzzer failed: see " + log;
        }
        return target.name() + ": " + finding(output) + "\nThe input: " + artifact.group(1) + "\nIts log: " + log
                + "\nTo see it again, now and in every build to come, copy the input to tools/fuzz/src/test/resources/" + target.inputs()
                + "/ under a name that says what it is, and run\n  mvn -pl tools/fuzz -am test -Dtest=" + target.type().getSimpleName()
                + " -Dsurefire.failIfNoSpecifiedTests=false";
    }

    /** The exception, or what libFuzzer says of a time-out. */
    private static String finding(String output) {
        int from = Math.max(output.indexOf("== Java Exception:"), output.indexOf("ERROR: libFuzzer:"));
        int to = output.indexOf("== libFuzzer crashing input ==", Math.max(0, from));
        return output.substring(Math.max(0, from), to < 0 ? Math.min(output.length(), Math.max(0, from) + 4000) : to);
    }

    private static Matcher last(Pattern pattern, String text) {
        Matcher last = null;
        for (Matcher next = pattern.matcher(text); next.find(); ) {
            last = pattern.matcher(text);
            last.find(next.start());
        }
        return last;
    }
}
