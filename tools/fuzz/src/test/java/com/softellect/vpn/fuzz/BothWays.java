package com.softellect.vpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.SendPacketsResponse;
import com.softellect.vpn.datapath.SoapReader;
import java.util.Arrays;
import java.util.List;

/** Nobody can tell which way a message went: what the short way reads, the long way reads the same. Used by one thread. */
final class BothWays {

    private final LongWay longWay = new LongWay();

    /** Reads a message as each of those that there are, in an array that does not end where the message ends. */
    void check(byte[] message) {
        byte[] buffer = Arrays.copyOf(message, message.length + 64);
        Arrays.fill(buffer, message.length, buffer.length, (byte) '>');
        SoapReader.Call call = SoapReader.call(buffer, message.length);
        if (call != null && call.sent() != null) {
            SendPackets read = read(message, SendPackets.class);
            assertThat(call.sessionId()).isEqualTo(read.getSessionId());
            assertSame(call.sent(), read.getSequence(), read.getPackets());
        } else if (call != null) {
            assertThat(call.sessionId()).isEqualTo(read(message, ReceivePackets.class).getSessionId());
        }
        Batch answer = SoapReader.receivePacketsResponse(buffer, message.length);
        if (answer != null) {
            ReceivePacketsResponse read = read(message, ReceivePacketsResponse.class);
            assertSame(answer, read.getSequence(), read.getPackets());
        }
        if (SoapReader.isSendPacketsResponse(buffer, message.length)) {
            assertThat(read(message, SendPacketsResponse.class).getReceived()).isNotNegative();
        }
    }

    /** What the long way reads. */
    <T> T read(byte[] message, Class<T> type) {
        Object read = longWay.read(message);
        assertThat(read).isInstanceOf(type);
        return type.cast(read);
    }

    static void assertSame(Batch batch, long sequence, List<byte[]> packets) {
        assertThat(batch.sequence()).isEqualTo(sequence);
        assertThat(batch.packets()).containsExactlyElementsOf(packets);
    }
}
