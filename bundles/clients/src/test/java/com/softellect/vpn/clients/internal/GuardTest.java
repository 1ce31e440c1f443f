package com.softellect.vpn.clients.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.clients.internal.TokenBucket.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {

    private static final String HERE = "192.0.2.1";
    private static final String ELSEWHERE = "192.0.2.2";

    private final VirtualTime time = new VirtualTime();
    private static final int BURST = 2 * ClientsSettings.STRANGERS_PER_SECOND;

    private final Guard guard = new Guard(time);

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            guard.failed(SourceAddress.of(address));
        }
    }

    private int admitted(String address, int calls) {
        int admitted = 0;
        for (int i = 0; i < calls; i++) {
            admitted += guard.admits(address) ? 1 : 0;
        }
        return admitted;
    }

    /** The trap: after a swap or a restart sessions go on, and their clients were kept out as strangers for good. */
    @Test
    void whoseSessionIsOlderThanTheGuardIsKnownByHisCalls() {
        assertThat(guard.isKnown(HERE)).isFalse();
        guard.clientCalled(HERE, "alice");
        assertThat(guard.isKnown(HERE)).isTrue();
        assertThat(guard.isKnown(ELSEWHERE)).isFalse();
    }

    @Test
    void anAddressIsBlockedWhenItHasFailedTooOften() {
        fail(HERE, 9);
        assertThat(guard.isBlocked(HERE)).isFalse();
        assertThat(guard.admits(HERE)).isTrue();
        fail(HERE, 1);
        assertThat(guard.isBlocked(HERE)).isTrue();
        assertThat(guard.admits(HERE)).isFalse();
        assertThat(guard.hasFailedTooOften(SourceAddress.of(HERE))).isTrue();
        assertThat(guard.isBlocked(ELSEWHERE)).isFalse();
        assertThat(guard.admits(ELSEWHERE)).isTrue();
    }

    @Test
    void strangersGetSoManyConnectionsAndOneWhoIsKnownHasHisOwn() {
        guard.succeeded(SourceAddress.of(HERE), "alice");
        int strangers = 0;
        for (int i = 0; i < 1000; i++) {
            strangers += guard.admitsConnection("198.51.100." + i % 250) ? 1 : 0;
        }

        assertThat(strangers).isEqualTo(2 * ClientsSettings.STRANGERS_PER_SECOND);
        assertThat(guard.isKnown(ELSEWHERE)).isFalse();
        assertThat(guard.admits(ELSEWHERE)).as("a call over a connection that is there").isTrue();
        assertThat(guard.isKnown(HERE)).isTrue();
        assertThat(guard.admitsConnection(HERE)).isTrue();
    }

    @Test
    void theWholeNetworkOfAnIpv6AddressIsBlocked() {
        fail("2001:db8:0:1::1", 5);
        fail("2001:db8:0:1::2", 5);
        assertThat(guard.isBlocked("[2001:db8:0:1:ffff::3]")).isTrue();
        assertThat(guard.isBlocked("2001:db8:0:2::1")).isFalse();
    }

    @Test
    void failuresAreForgivenOneAfterTheOther() {
        fail(HERE, 100);
        time.pass(Duration.ofMillis(5999));
        assertThat(guard.isBlocked(HERE)).isTrue();
        time.pass(Duration.ofMillis(1));
        assertThat(guard.isBlocked(HERE)).isFalse();
        fail(HERE, 1);
        assertThat(guard.isBlocked(HERE)).isTrue();
        time.pass(Duration.ofMinutes(1));
        fail(HERE, 9);
        assertThat(guard.isBlocked(HERE)).isFalse();
    }

    @Test
    void thatAnAddressIsBlockedIsToldOnceUntilAllIsForgiven() {
        SourceAddress here = SourceAddress.of(HERE);
        int told = 0;
        for (int second = 0; second < 600; second++) {
            told += guard.failed(here) ? 1 : 0;
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(told).isEqualTo(1);
        time.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 10; i++) {
            told += guard.failed(here) ? 1 : 0;
        }
        assertThat(told).isEqualTo(2);
    }

    @Test
    void strangersAreAnsweredOnlySoOftenAltogether() {
        int admitted = 0;
        for (int i = 0; i < 1000; i++) {
            admitted += admitted("10.0." + i / 256 + "." + i % 256, 1);
        }
        assertThat(admitted).isEqualTo(BURST);
        time.pass(Duration.ofSeconds(1));
        assertThat(admitted(HERE, 1000)).isEqualTo(BURST / 2);
        time.pass(Duration.ofHours(1));
        assertThat(admitted(HERE, 1000)).isEqualTo(BURST);
    }

    @Test
    void whatABlockedAddressAsksForIsNotTakenFromOtherStrangers() {
        fail(HERE, 10);
        assertThat(admitted(HERE, 1000)).isZero();
        assertThat(admitted(ELSEWHERE, 200)).isEqualTo(BURST);
    }

    @Test
    void anAddressThatAClientCameFromIsNeverCutOffAndHasItsOwnShare() {
        guard.succeeded(SourceAddress.of(HERE), "alice");
        assertThat(admitted(ELSEWHERE, 1000)).isEqualTo(BURST);
        fail(HERE, 100);
        assertThat(guard.isBlocked(HERE)).isFalse();
        assertThat(guard.hasFailedTooOften(SourceAddress.of(HERE))).as("its authentications are refused all the same").isTrue();
        assertThat(admitted(HERE, 1000)).isEqualTo(BURST);
        time.pass(Duration.ofSeconds(1));
        assertThat(admitted(HERE, 1000)).isEqualTo(BURST / 2);
    }

    private int connected(String address, int connections) {
        int connected = 0;
        for (int i = 0; i < connections; i++) {
            connected += guard.admitsConnection(address) ? 1 : 0;
        }
        return connected;
    }

    /** The trap: of many who came again and again nearly none was let in, since their connections had used up what their calls needed. */
    @Test
    void connectionsTakeNoCallsFromTheirAddress() {
        guard.succeeded(SourceAddress.of(HERE), "alice");
        assertThat(connected(HERE, 1000)).isEqualTo(BURST);
        assertThat(admitted(HERE, 1000)).isEqualTo(BURST);
    }

    @Test
    void eachClientThatCameFromAnAddressMakesItsShareLarger() {
        for (int i = 0; i < 200; i++) {
            guard.succeeded(SourceAddress.of(HERE), "client-" + i);
            guard.succeeded(SourceAddress.of(HERE), "client-" + i);
        }
        assertThat(connected(HERE, 10_000)).isEqualTo(BURST + 2 * 3 * 199);
        assertThat(admitted(HERE, 10_000)).isEqualTo(BURST + 2 * 3 * 199);

        for (int i = 1; i < 200; i++) {
            guard.clientCalled(ELSEWHERE, "client-" + i);
        }
        time.pass(Duration.ofMinutes(1));
        assertThat(connected(HERE, 10_000)).as("one is left").isEqualTo(BURST);
        assertThat(connected(ELSEWHERE, 10_000)).isEqualTo(BURST + 2 * 3 * 198);
    }

    @Test
    void anAddressIsKnownForADayAfterItsClientWasLastThere() {
        guard.succeeded(SourceAddress.of(HERE), "alice");
        guard.succeeded(SourceAddress.of(ELSEWHERE), "bob");
        for (int hour = 0; hour < 72; hour++) {
            guard.stillHere("alice");
            guard.stillHere("nobody");
            time.pass(Duration.ofHours(1));
        }
        fail(HERE, 10);
        fail(ELSEWHERE, 10);
        assertThat(guard.isBlocked(HERE)).as("a session of three days").isFalse();
        assertThat(guard.isBlocked(ELSEWHERE)).as("a client that left").isTrue();
        time.pass(Duration.ofHours(24));
        fail(HERE, 10);
        assertThat(guard.isBlocked(HERE)).isTrue();
    }

    @Test
    void theAddressThatAClientWentAwayFromIsNotKeptBySessionsElsewhere() {
        guard.succeeded(SourceAddress.of(HERE), "alice");
        guard.succeeded(SourceAddress.of(ELSEWHERE), "alice");
        time.pass(Duration.ofHours(20));
        guard.stillHere("alice");
        time.pass(Duration.ofHours(5));
        fail(HERE, 10);
        fail(ELSEWHERE, 10);
        assertThat(guard.isBlocked(HERE)).isTrue();
        assertThat(guard.isBlocked(ELSEWHERE)).isFalse();
    }

    @Test
    void theMemoryForAddressesIsBounded() {
        FailedAddresses failed = new FailedAddresses();
        KnownAddresses known = new KnownAddresses();
        Rate rate = Rate.of(10, 1, Duration.ofSeconds(1));
        for (int i = 0; i < 200_000; i++) {
            failed.failed(new SourceAddress(i), rate, 0);
            known.succeeded(new SourceAddress(i), "client-" + i, 0);
        }
        assertThat(failed.size()).isEqualTo(FailedAddresses.MOST);
        assertThat(known.size()).isEqualTo(KnownAddresses.MOST);
    }

    @Test
    void aHundredThousandAddressesDoNotSetABlockedOneFreeThatGoesOnTrying() {
        fail(HERE, 10);
        for (int i = 0; i < 100_000; i++) {
            fail("2001:db8:" + Integer.toHexString(i >> 16) + ":" + Integer.toHexString(i & 0xffff) + "::1", 1);
            if (i % 10_000 == 0) {
                assertThat(guard.isBlocked(HERE)).isTrue();
            }
        }
    }

    @Test
    void settingsApplyAtOnceToWhatWasCountedBefore() {
        fail(HERE, 9);
        assertThat(guard.isBlocked(HERE)).isFalse();
        new GuardSetup(Settings.of(3, 1), guard);
        assertThat(guard.isBlocked(HERE)).isTrue();
        assertThat(admitted(ELSEWHERE, 1000)).isEqualTo(2);
        new GuardSetup(Settings.of(1000, 10_000), guard);
        time.pass(Duration.ofSeconds(2));
        assertThat(guard.isBlocked(HERE)).isFalse();
        assertThat(admitted(ELSEWHERE, 100_000)).isEqualTo(20_000);
    }

    @ParameterizedTest
    @CsvSource({"0, 100, failuresPerMinute", "1001, 100, failuresPerMinute", "10, 0, strangersPerSecond", "10, 10001, strangersPerSecond"})
    void aSettingOutOfItsRangeIsAnErrorThatNamesIt(int failures, int strangers, String key) {
        fail(HERE, 9);
        assertThatThrownBy(() -> new GuardSetup(Settings.of(failures, strangers), guard))
                .hasMessageContaining("etc/com.softellect.vpn.clients.cfg, key " + key).hasMessageContaining("is outside 1 to");
        assertThat(guard.isBlocked(HERE)).as("nothing has changed").isFalse();
        assertThat(admitted(ELSEWHERE, 1000)).isEqualTo(BURST);
    }
}
