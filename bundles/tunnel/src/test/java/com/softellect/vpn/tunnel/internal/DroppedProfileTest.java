package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.credential.ProfileFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a file that somebody writes is complete. */
class DroppedProfileTest {

    private static boolean isUnfinished(String text) {
        return DroppedProfile.isUnfinished(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyBeginningOfAProfileIsUnfinishedAndFromTheClosingBraceOnItIsNot() {
        byte[] profile = Profiles.alice();
        int complete = new String(profile, StandardCharsets.UTF_8).lastIndexOf('}') + 1;
        for (int length = 0; length <= profile.length; length++) {
            assertThat(DroppedProfile.isUnfinished(Arrays.copyOf(Arrays.copyOf(profile, length), length))).as("%s bytes", length)
                    .isEqualTo(length < complete);
        }
    }

    @Test
    void aProfileInAPlaceThatWasReservedWithZerosIsUnfinishedToo() {
        byte[] profile = Profiles.alice();
        int complete = new String(profile, StandardCharsets.UTF_8).lastIndexOf('}') + 1;
        for (int length = 0; length < complete; length++) {
            assertThat(DroppedProfile.isUnfinished(Arrays.copyOf(Arrays.copyOf(profile, length), profile.length))).as("%s bytes", length).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" \r\n\t", "{ \"a\": {\"b\": \"}}}\"", "{\"a\": \"\\\"}", "{\"a\": tru", "{ nonsense"})
    void aBraceThatIsNotClosedIsUnfinishedWhateverComesBetween(String text) {
        assertThat(isUnfinished(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "}", "[1", "\"{", "\uFEFF{", "{}", "{} ", "{}{", "{\"a\":{}}", "{\"a\":\"\\\\\"}"})
    void whatIsClosedOrBeginsInAnotherWayIsComplete(String text) {
        assertThat(isUnfinished(text)).isFalse();
    }

    @Test
    void whatIsTooLongForAProfileNeedNotBeWaitedFor() {
        byte[] content = new byte[ProfileFormat.MAX_BYTES + 1];
        Arrays.fill(content, (byte) ' ');
        assertThat(DroppedProfile.isUnfinished(content)).isFalse();
        assertThat(DroppedProfile.isUnfinished(Arrays.copyOf(content, ProfileFormat.MAX_BYTES))).isTrue();
    }
}
