package com.softellect.vpn.endpoint.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.endpoint.internal.BodyRoom.Lease;
import com.softellect.vpn.registry.internal.RegistrySettings;
import com.softellect.vpn.registry.internal.Sessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BodyRoomTest {

    private static final int HEAP = 96 << 20;
    private static final long LONG_MILLIS = 30_000;

    private final Sessions registry = new Sessions(GatewayHarness.settings(RegistrySettings.class, Map.of()));
    private final Limits limits = Limits.of(GatewayHarness.settings(EndpointSettings.class, Map.of()));
    private final BodyRoom rooms = new BodyRoom(limits, HEAP);
    private final List<Lease> leases = new ArrayList<>();

    @AfterEach
    void stop() {
        registry.stop();
    }

    private Session session(int number) throws Exception {
        return registry.open(new Client("client" + number, "its key", 0x0A424D02 + number, true, null, false, Instant.EPOCH, 1), false);
    }

    /** @return how many bodies of that size find room at once */
    private int fill(Session session, int bytes) {
        int before = leases.size();
        for (Lease lease = rooms.forSession(session, bytes, 0); lease != null; lease = rooms.forSession(session, bytes, 0)) {
            leases.add(lease);
        }
        return leases.size() - before;
    }

    @Test
    void theBodiesOfAllSessionsTogetherTakeAnEighthOfTheHeap() throws Exception {
        int largest = limits.maxBodyBytes();
        int all = 0;
        for (int i = 0; i < 20; i++) {
            all += fill(session(i), largest);
        }
        assertThat((long) all * largest).isLessThanOrEqualTo(HEAP / 8 + largest).isGreaterThan(HEAP / 8 - 2L * largest);
        leases.forEach(Lease::close);
        assertThat(rooms.holders()).isZero();
        assertThat(fill(session(0), largest)).isEqualTo(4);
    }

    @Test
    void oneSessionHasAShareAndAFewBodiesAtATimeAndGetsItBack() throws Exception {
        Session alice = session(0);
        assertThat(fill(alice, limits.maxBodyBytes())).isEqualTo(4).isLessThan(limits.maxSends());
        leases.forEach(Lease::close);
        leases.forEach(Lease::close); // twice is harmless
        assertThat(fill(alice, BodyRoom.SMALL_BYTES + 1)).isEqualTo(16);
        assertThat(rooms.forSession(session(1), limits.maxBodyBytes(), 0)).isNotNull();
    }

    @Test
    void smallBodiesOfSessionsAreNotCounted() throws Exception {
        Session alice = session(0);
        for (int i = 0; i < 100_000; i++) {
            assertThat(rooms.forSession(alice, BodyRoom.SMALL_BYTES, 0)).isNotNull();
        }
        assertThat(rooms.holders()).isZero();
    }

    @Test
    void strangersHaveARoomOfTheirOwn() throws Exception {
        int strangers = 0;
        while (rooms.forStranger(BodyRoom.SMALL_BYTES) != null) {
            strangers++;
        }
        assertThat(strangers).isEqualTo(256);
        assertThat(rooms.forSession(session(0), limits.maxBodyBytes(), 0)).isNotNull();
    }

    @Test
    void aBodyWaitsUntilAnotherHasGivenItsRoomBack() throws Exception {
        for (int i = 0; i < 20; i++) {
            fill(session(i), limits.maxBodyBytes());
        }
        Session late = session(30);
        assertThat(rooms.forSession(late, limits.maxBodyBytes(), 1)).isNull();
        CompletableFuture<Lease> waiting = CompletableFuture.supplyAsync(() -> rooms.forSession(late, limits.maxBodyBytes(), LONG_MILLIS));
        leases.forEach(Lease::close);
        assertThat(waiting.get(LONG_MILLIS, TimeUnit.MILLISECONDS)).isNotNull();
    }
}
