package com.softellect.vpn.shell.internal;

import io.nayuki.qrcodegen.QrCode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A QR code (ISO/IEC 18004) of characters: two modules, one above the other, in each. White is drawn and black is left out, in colours of its own,
 * so that cameras see it the right way round on any terminal, and on a dark one even without colours.
 */
final class QrDrawing {

    /** The light modules around a code that cameras need (ISO/IEC 18004, section 5.3.8). */
    private static final int QUIET_ZONE = 4;

    private static final String WHITE_ON_BLACK = "\u001b[97;40m";
    private static final String RESET = "\u001b[0m";

    private final QrCode code;

    private QrDrawing(QrCode code) {
        this.code = code;
    }

    /**
     * The smallest code of this content, with as much error correction as goes into its size.
     *
     * @throws io.nayuki.qrcodegen.DataTooLongException if there is none so large
     */
    static QrDrawing of(byte[] content) {
        return new QrDrawing(QrCode.encodeBinary(content, QrCode.Ecc.LOW));
    }

    int columns() {
        return code.size + 2 * QUIET_ZONE;
    }

    /** As UTF-8, whatever the encoding of the stream: there are no such characters in most others. */
    void print(PrintStream out) {
        StringBuilder rows = new StringBuilder();
        for (int y = -QUIET_ZONE; y < code.size + QUIET_ZONE; y += 2) {
            rows.append(WHITE_ON_BLACK);
            for (int x = -QUIET_ZONE; x < code.size + QUIET_ZONE; x++) {
                rows.append(character(isLight(x, y), isLight(x, y + 1)));
            }
            rows.append(RESET).append('\n');
        }
        byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** What is outside the code is light, but the row below the quiet zone, which fills the last character, is not drawn. */
    private boolean isLight(int x, int y) {
        return !code.getModule(x, y) && y < code.size + QUIET_ZONE;
    }

    private static char character(boolean upper, boolean lower) {
        if (upper) {
            return lower ? '\u2588' : '\u2580';
        }
        return lower ? '\u2584' : ' ';
    }
}
