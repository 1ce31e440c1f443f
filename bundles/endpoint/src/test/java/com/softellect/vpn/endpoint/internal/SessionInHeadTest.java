package com.softellect.vpn.endpoint.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionInHeadTest {

    private static final String ID = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN-_9";

    private static String find(String message) {
        return find(message, StandardCharsets.UTF_8);
    }

    private static String find(String message, Charset charset) {
        byte[] bytes = message.getBytes(charset);
        return SessionInHead.find(bytes, bytes.length);
    }

    @Test
    void anIdIsFoundInEveryFormThatClientsWrite() {
        for (String form : new String[] {"<sessionId>%s</sessionId>", "<v:sessionId>%s</v:sessionId>",
            "<sessionId xmlns=\"urn:x\">%s</sessionId>",
            "<sessionId>\r\n    %s\r\n  </sessionId>", "<sessionId/><sessionId>%s</sessionId>", "sessionId <v:sessionId a='b'>%s</v:sessionId>"}) {
            assertThat(find("<e><b>" + String.format(form, ID) + "</b></e>")).as(form).isEqualTo(ID);
        }
    }

    @Test
    void whatIsNoIdIsNotTakenForOne() {
        for (String text : new String[] {"", "<sessionId>", "<sessionId>" + ID, "<sessionId>" + ID + "x</sessionId>",
            "<sessionId>" + ID.substring(1) + "</sessionId>",
            "<sessionId><!---->" + ID + "</sessionId>",
            "<sessionId>" + ID.replace('-', '+') + "</sessionId>", "sessionId", "<session>" + ID + "</session>"}) {
            assertThat(find(text)).as(text).isNull();
        }
        assertThat(find("<sessionId>" + ID + "</sessionId>", StandardCharsets.UTF_16LE)).isNull();
    }

    @Test
    void onlyTheHeadIsLookedAt() {
        String id = "<sessionId>" + ID + "</sessionId>";
        assertThat(find(" ".repeat(Body.HEAD_BYTES - id.length()) + id)).isEqualTo(ID);
        assertThat(find(" ".repeat(Body.HEAD_BYTES) + id)).isNull();
        for (int cut = 0; cut < id.length() - 12; cut++) { // without the last tag it is not known whether the id ends there
            byte[] bytes = id.getBytes(StandardCharsets.US_ASCII);
            assertThat(SessionInHead.find(bytes, cut)).isNull();
        }
    }

    @Test
    void whateverBytesComeNothingBreaks() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] alphabet = ("sessionId<>/ " + ID).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = alphabet[random.nextInt(alphabet.length)];
            }
            byte[] name = "sessionId".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(name, 0, bytes, 0, Math.min(name.length, bytes.length));
            String found = SessionInHead.find(bytes, bytes.length);
            assertThat(found == null || found.length() == 43).as("seed %d", seed).isTrue();
        }
    }
}
