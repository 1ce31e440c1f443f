package com.softellect.vpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Fuzzes each target for {@code fuzz.seconds}, {@code fuzz.parallel} of them at a time; {@code fuzz.target} chooses some. The pom has the defaults,
 * README.md more.
 */
@Execution(ExecutionMode.CONCURRENT)
class FuzzingIT {

    private final String chosen = System.getProperty("fuzz.target");
    private final int seconds = Integer.getInteger("fuzz.seconds");
    private final boolean keep = Boolean.getBoolean("fuzz.keep");
    private final Path work = Path.of(System.getProperty("fuzz.work"));
    private final Path inputs = Path.of(System.getProperty("fuzz.inputs"));

    @TestFactory
    Stream<DynamicTest> noInputBreaks() throws Exception {
        List<FuzzTarget> all = FuzzTarget.all();
        List<FuzzTarget> targets = all.stream().filter(t -> t.name().contains(chosen)).collect(Collectors.toList());
        assertThat(targets).as("targets with '%s' in their names, of %s", chosen, all).isNotEmpty();
        return targets.stream().map(t -> dynamicTest(t.name(), () -> fuzz(t)));
    }

    private void fuzz(FuzzTarget target) throws Exception {
        Fuzzer fuzzer = new Fuzzer(target, work.resolve(target.name()));
        System.out.println(target.name() + ": " + fuzzer.fuzz(seconds));
        if (keep) {
            System.out.println(target.name() + ": " + fuzzer.keep(inputs.resolve(target.inputs())) + " inputs are kept");
        }
    }
}
