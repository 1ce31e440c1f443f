package com.softellect.vpn.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.datapath.MessageBuffer;
import com.softellect.vpn.datapath.SoapWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as a SOAP message: never an exception, and never another meaning than a real XML parser sees in them. */
class SoapReaderFuzzTest {

    private static final String SESSION_ID = "kJ3v0ZyqB-8cW1nQ_dT5mXoR2uYgLs7hEiPf4aVtN9w";

    private final BothWays ways = new BothWays();

    static Stream<byte[]> realMessages() {
        Batch batch = new Batch(4711, List.of(new byte[] {0x45, 0, 0, 21, -1}, new byte[] {1, 2, 3}, new byte[1]));
        byte[] call = SoapWriter.sendPackets(SESSION_ID, batch, new MessageBuffer()).toBytes();
        String declared = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + new String(call, StandardCharsets.US_ASCII);
        return Stream.of(call, SoapWriter.sendPackets("s", new Batch(0, List.of()), new MessageBuffer()).toBytes(), SoapWriter.sendPacketsResponse(3),
                SoapWriter.receivePackets(SESSION_ID), SoapWriter.receivePacketsResponse(batch, new MessageBuffer()).toBytes(),
                SoapWriter.receivePacketsResponse(new Batch(7, List.of()), new MessageBuffer()).toBytes(),
                declared.getBytes(StandardCharsets.US_ASCII), declared.replace("soap:", "s:").getBytes(StandardCharsets.US_ASCII));
    }

    @DictionaryEntries({"<packet>", "</packet>", "<packet/>", "</packet><packet>", "AA==", "AAA=", "AAAA", "=", "<sequence>", "</sequence>",
        "</sequence><packet>", "<sessionId>", "</sessionId>", "</sessionId><sequence>", "<received>", "</received>", "999999999999999999",
        "9223372036854775807", "2147483648", "-1", "&amp;", "&#65;", "]]>", "<![CDATA[", "<!--", "-->", "<?x?>", "<!DOCTYPE x>", "xmlns=\"\""})
    @MethodSource("realMessages")
    @FuzzTest(maxDuration = "")
    void anyBytes(byte[] message) {
        ways.check(message);
    }
}
