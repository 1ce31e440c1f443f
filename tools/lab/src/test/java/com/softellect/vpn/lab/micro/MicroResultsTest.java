package com.softellect.vpn.lab.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.lab.LabException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicroResultsTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aResultIsNamedByBenchmarkAndParameters() throws Exception {
        results("new", 10, "0.5", 128).print(out);

        assertThat(shown()).containsPattern("Codec\\.readCall packets=1x84 +10\\.000 ± 0\\.500 us/op +128 B");
    }

    @Test
    void slowerByMoreThanTheErrorsExplainIsARegression() throws Exception {
        assertThat(results("new", 13, "0.5", 128).compareWithOlder(results("old", 10, "0.5", 128), out)).isEqualTo(1);
        assertThat(shown()).contains("SLOWER").contains("1.30 x");
    }

    @Test
    void slowerWithinTheErrorsIsNone() throws Exception {
        assertThat(results("new", 13, "2.5", 128).compareWithOlder(results("old", 10, "2.5", 128), out)).isZero();
        assertThat(shown()).doesNotContain("SLOWER");
    }

    @Test
    void quickerIsToldAndIsNone() throws Exception {
        assertThat(results("new", 10, "0.5", 128).compareWithOlder(results("old", 13, "0.5", 128), out)).isZero();
        assertThat(shown()).contains("faster");
    }

    @Test
    void moreAllocationIsARegressionAtTheSameSpeed() throws Exception {
        assertThat(results("new", 10, "0.5", 256).compareWithOlder(results("old", 10, "0.5", 128), out)).isEqualTo(1);
        assertThat(shown()).contains("ALLOCATES MORE");
    }

    @Test
    void tooFewMeasurementsForAnErrorAreCompared() throws Exception {
        assertThat(results("new", 13, "\"NaN\"", 128).compareWithOlder(results("old", 10, "\"NaN\"", 128), out)).isEqualTo(1);
    }

    @Test
    void anotherFileIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("bench.json"), "{\"tcp_down_mbps\": 1}");

        assertThatThrownBy(() -> MicroResults.read(file)).isInstanceOf(LabException.class).hasMessageContaining("./vpn bench micro");
    }

    private MicroResults results(String name, double score, String error, double allocated) throws Exception {
        return MicroResults.read(Files.writeString(folder.resolve(name + ".json"), """
                [{"benchmark": "com.softellect.vpn.micro.CodecBenchmark.readCall", "params": {"packets": "1x84"},
                  "primaryMetric": {"score": %s, "scoreError": %s, "scoreUnit": "us/op"},
                  "secondaryMetrics": {"gc.alloc.rate.norm": {"score": %s, "scoreUnit": "B/op"}}}]
                """.formatted(score, error, allocated)));
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
