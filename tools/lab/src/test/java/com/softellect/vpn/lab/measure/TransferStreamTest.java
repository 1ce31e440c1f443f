package com.softellect.vpn.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TransferStreamTest {

    private static final int BYTES = 1_000_000;

    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final TransferStream.Sum sent = new TransferStream(socket(null, wire)).send(soFar -> soFar < BYTES);

    @Test
    void whatArrivesUnchangedHasTheSameSum() throws IOException {
        assertThat(received(wire.toByteArray())).isEqualTo(sent);
        assertThat(sent.bytes()).isBetween((long) BYTES, BYTES + 65_536L);
    }

    @Test
    void aSingleBitThatIsWrongChangesTheSum() throws IOException {
        byte[] changed = wire.toByteArray();
        changed[changed.length / 2] ^= 1;

        assertThat(received(changed)).isNotEqualTo(sent);
    }

    @Test
    void twoPiecesInTheWrongOrderChangeTheSum() throws IOException {
        byte[] original = wire.toByteArray();
        byte[] swapped = original.clone();
        System.arraycopy(original, 0, swapped, 65_536, 65_536);
        System.arraycopy(original, 65_536, swapped, 0, 65_536);

        assertThat(received(swapped)).isNotEqualTo(sent);
    }

    @Test
    void anEndThatIsMissingChangesTheSum() throws IOException {
        byte[] original = wire.toByteArray();

        assertThat(received(Arrays.copyOf(original, original.length - 1))).isNotEqualTo(sent);
    }

    private static TransferStream.Sum received(byte[] bytes) throws IOException {
        return new TransferStream(socket(new ByteArrayInputStream(bytes), null)).receive();
    }

    private static Socket socket(InputStream in, OutputStream out) {
        return new Socket() {
            @Override
            public InputStream getInputStream() {
                return in;
            }

            @Override
            public OutputStream getOutputStream() {
                return out;
            }

            @Override
            public void shutdownOutput() {
                // the test's stream has no end to signal
            }
        };
    }
}
