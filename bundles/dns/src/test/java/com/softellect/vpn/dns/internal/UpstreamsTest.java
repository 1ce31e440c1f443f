package com.softellect.vpn.dns.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamsTest {

    private static final InetSocketAddress FIRST = new InetSocketAddress("192.0.2.1", 53);
    private static final InetSocketAddress SECOND = new InetSocketAddress("192.0.2.2", 53);

    private List<InetSocketAddress> addresses = List.of(FIRST, SECOND);
    private final Upstreams upstreams = new Upstreams(() -> addresses);

    private List<InetSocketAddress> order() {
        return upstreams.inOrder().stream().map(Upstream::address).toList();
    }

    @Test
    void oneLossIsNoFailureAndTwoAre() {
        Upstream first = upstreams.inOrder().get(0);
        first.failed("no answer", 0);
        assertThat(order()).containsExactly(FIRST, SECOND);
        first.failed("no answer", 10);
        assertThat(order()).containsExactly(SECOND, FIRST);
        first.answered(5);
        assertThat(order()).containsExactly(FIRST, SECOND);
    }

    @Test
    void whatFailsIsTriedAgainOnceAPauseAndThePausesGrowToHalfAMinute() {
        Upstream first = upstreams.inOrder().get(0);
        first.failed("no answer", 0);
        first.failed("no answer", 0);
        long now = 0;
        long pause = 1000;
        for (int i = 0; i < 10; i++) {
            assertThat(first.takeTrial(now + pause - 1)).isFalse();
            now += pause;
            assertThat(first.takeTrial(now)).isTrue();
            assertThat(first.takeTrial(now)).as("one question is enough").isFalse();
            first.failed("no answer", now + 100);
            pause = first.pausedUntil() - now;
            assertThat(pause).isBetween(1000L, 30_000L);
        }
        assertThat(pause).isEqualTo(30_000);
    }

    @Test
    void manyQuestionsThatFailTogetherAreOneFailure() {
        Upstream first = upstreams.inOrder().get(0);
        for (int i = 0; i < 100; i++) {
            first.failed("no answer", 5);
        }
        assertThat(first.pausedUntil()).isEqualTo(1005);
    }

    @Test
    void otherAddressesAreTakenAtOnceAndWhatIsKnownOfTheOldOnesIsKept() {
        upstreams.inOrder().get(1).answered(7);
        addresses = List.of(SECOND);
        assertThat(order()).containsExactly(SECOND);
        assertThat(upstreams.status().get(0).millis()).isEqualTo(7);
    }

    @Test
    void theSystemsNameserversAreReadAgainWhenTheirFileChanges(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("resolv.conf");
        SystemUpstreams system = new SystemUpstreams(file);
        assertThat(system.servers()).isEmpty();
        Files.writeString(file, "# comment\nsearch example.com\nnameserver 192.0.2.1\n  nameserver\t192.0.2.2 \nnameserver nonsense\nnameserver\noptions edns0\n");
        assertThat(system.servers()).containsExactly(FIRST, SECOND);
        Files.writeString(file, "nameserver 192.0.2.2\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertThat(system.servers()).containsExactly(SECOND);
        Files.delete(file);
        assertThat(system.servers()).isEmpty();
    }
}
