package com.softellect.vpn.shell.internal;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A camera before a dark terminal, and a reader of another make behind it. */
final class QrReader {

    /** The pixels of a module's edge. */
    private static final int SCALE = 4;

    private static final String BEGIN = "\u001b[97;40m";
    private static final String END = "\u001b[0m";

    private QrReader() {
    }

    static byte[] read(String printed) throws Exception {
        List<String> rows = rows(printed);
        int columns = rows.get(0).length();
        int[] pixels = new int[columns * SCALE * rows.size() * 2 * SCALE];
        for (int y = 0; y < rows.size() * 2 * SCALE; y++) {
            for (int x = 0; x < columns * SCALE; x++) {
                boolean upper = y / SCALE % 2 == 0;
                pixels[y * columns * SCALE + x] = isLit(rows.get(y / SCALE / 2).charAt(x / SCALE), upper) ? 0xFFFFFF : 0;
            }
        }
        RGBLuminanceSource image = new RGBLuminanceSource(columns * SCALE, rows.size() * 2 * SCALE, pixels);
        Result result = new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(image)), Map.of(DecodeHintType.TRY_HARDER, true));
        return result.getText().getBytes(StandardCharsets.UTF_8);
    }

    static List<String> rows(String printed) {
        return Arrays.stream(printed.split("\n")).filter(line -> line.startsWith(BEGIN) && line.endsWith(END))
                .map(line -> line.substring(BEGIN.length(), line.length() - END.length())).toList();
    }

    private static boolean isLit(char character, boolean upper) {
        return switch (character) {
            case '\u2588' -> true;
            case '\u2580' -> upper;
            case '\u2584' -> !upper;
            case ' ' -> false;
            default -> throw new AssertionError("unexpected character " + (int) character);
        };
    }
}
