package com.softellect.vpn.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nayuki.qrcodegen.DataTooLongException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrDrawingTest {

    private static String drawn(byte[] content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        QrDrawing.of(content).print(new PrintStream(bytes, true, StandardCharsets.US_ASCII)); // as in a session without a locale
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 350, 425, 1000})
    void whatIsDrawnIsReadBack(int length) throws Exception {
        String text = "{\"x\":1}".repeat(length).substring(0, length);
        assertThat(QrReader.read(drawn(text.getBytes(StandardCharsets.UTF_8)))).asString().isEqualTo(text);
    }

    @Test
    void theQuietZoneIsFourModulesWide() throws Exception {
        List<String> rows = QrReader.rows(drawn(new byte[] {'a'}));
        assertThat(rows).hasSize((21 + 8 + 1) / 2).allMatch(row -> row.length() == 21 + 8);
        assertThat(rows.subList(0, 2)).allMatch(row -> row.chars().allMatch(c -> c == '\u2588'));
        assertThat(rows).allMatch(row -> row.substring(0, 4).chars().allMatch(c -> c == row.charAt(0)));
    }

    @Test
    void aProfileOfUsualSizeFitsIntoATerminalOfEightyColumns() {
        assertThat(QrDrawing.of(new byte[400]).columns()).isLessThanOrEqualTo(80);
    }

    @Test
    void whatIsTooLongIsSaid() {
        assertThatThrownBy(() -> QrDrawing.of(new byte[3000])).isInstanceOf(DataTooLongException.class);
    }
}
