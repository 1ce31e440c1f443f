package com.softellect.vpn.clients.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AddressPoolTest {

    private static final Ipv4Network LARGEST = Ipv4Network.parse("10.66.0.1/16");
    private static final Ipv4Network SMALL = Ipv4Network.parse("10.66.77.1/29"); // .2 to .6 are free
    private static final int FREE_IN_LARGEST = 65_533;

    private final VirtualTime time = new VirtualTime();
    private final AddressPool pool = new AddressPool(time);

    private static Client owner(String id, int address) {
        return new Client(id, "its key", address, true, null, false, VirtualTime.START, 1);
    }

    private static int address(String text) {
        return Ipv4Network.parseAddress(text);
    }

    private String lend(String clientId) throws AuthenticationException {
        return Ipv4Network.format(pool.lend(clientId, SMALL));
    }

    private void assertExhausted(String clientId) {
        assertThatThrownBy(() -> lend(clientId)).isInstanceOfSatisfying(AuthenticationException.class, e ->
                assertThat(e.reason()).isEqualTo(AuthenticationException.Reason.FULL)).hasMessageContaining("key dynamicAddresses")
                .hasMessageContaining("key network");
    }

    @Test
    void allAddressesOfTheLargestNetworkAreLentOnceAndOneMoreIsRefused() throws Exception {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < FREE_IN_LARGEST; i++) {
            int address = pool.lend("client-" + i, LARGEST);
            assertThat(LARGEST.isHost(address) && address != LARGEST.address()).isTrue();
            given.add(address);
        }
        assertThat(given).hasSize(FREE_IN_LARGEST);
        assertThatThrownBy(() -> pool.lend("one-more", LARGEST)).isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> pool.choose("new", null, LARGEST)).isInstanceOf(ClientException.class).hasMessageContaining("make the network larger");
        for (int i = 0; i < FREE_IN_LARGEST; i += 1000) {
            assertThat(given).contains(pool.lend("client-" + i, LARGEST));
        }
    }

    @Test
    void halfOfTheLargestNetworkIsClientsOwnAndTheOtherHalfIsLent() throws Exception {
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < 30_000; i++) {
            Client owner = owner("owner-" + i, LARGEST.base() + 2 + 2 * i);
            pool.claim(owner);
            taken.add(owner.address());
        }
        for (int i = 0; i < FREE_IN_LARGEST - 30_000; i++) {
            assertThat(taken.add(pool.lend("client-" + i, LARGEST))).isTrue();
        }
        assertThatThrownBy(() -> pool.lend("one-more", LARGEST)).isInstanceOf(AuthenticationException.class);
        pool.changed(owner("owner-7", LARGEST.base() + 16), null);
        assertThat(pool.lend("one-more", LARGEST)).isEqualTo(LARGEST.base() + 16);
    }

    @Test
    void aClientGetsTheSameAgainAlsoLongAfterwardsIfNobodyNeededIt() throws Exception {
        String alices = lend("alice");
        time.pass(Duration.ofDays(30));
        lend("bob");
        lend("carol");
        assertThat(lend("alice")).isEqualTo(alices);
    }

    @Test
    void whenNoneIsLeftTheOneNotUsedForLongestIsGivenAwayAndNoneThatIsInUse() throws Exception {
        String first = lend("client-0");
        for (int i = 1; i < 5; i++) {
            lend("client-" + i);
        }
        assertExhausted("late");
        time.pass(Duration.ofMinutes(59));
        assertExhausted("late");
        pool.prolong(List.of("client-1", "client-2", "client-3"));
        time.pass(Duration.ofMinutes(2));
        assertThat(lend("late")).as("of client-0, gone before client-4").isEqualTo(first);
        assertThat(lend("client-0")).as("of client-4").isNotEqualTo(first);
        assertExhausted("client-4");
    }

    @Test
    void whatIsAClientsOwnIsNeverLent() throws Exception {
        String alices = lend("alice");
        time.pass(Duration.ofMinutes(61));
        pool.claim(owner("bob", address(alices)));
        assertThat(lend("alice")).isNotEqualTo(alices);
        for (int i = 0; i < 3; i++) {
            assertThat(lend("client-" + i)).isNotEqualTo(alices);
        }
        assertExhausted("late");
    }

    @Test
    void whatIsLentBecomesNobodysOwnMeanwhile() throws Exception {
        String alices = lend("alice");
        assertThatThrownBy(() -> pool.choose("new", alices, SMALL)).isInstanceOf(ClientException.class).hasMessageContaining("lent to client 'alice'");
        assertThatThrownBy(() -> pool.claim(owner("bob", address(alices)))).isInstanceOf(ClientException.class).hasMessageContaining("try again");
        assertThat(pool.choose("new", null, SMALL)).isNotEqualTo(address(alices));
        time.pass(Duration.ofMinutes(61));
        assertThat(pool.choose("new", alices, SMALL)).isEqualTo(address(alices));
    }

    @Test
    void onlyWhatIsMeantForItIsLentAndNothingOfThatGivenAwayUnasked() throws Exception {
        pool.set(AddressRange.parse("10.66.77.3 - 10.66.77.4"), Duration.ofMinutes(5));
        assertThat(Set.of(lend("alice"), lend("bob"))).containsExactlyInAnyOrder("10.66.77.3", "10.66.77.4");
        assertExhausted("carol");
        assertThat(Ipv4Network.format(pool.choose("new", null, SMALL))).isEqualTo("10.66.77.2");
        pool.claim(owner("owner", address("10.66.77.2")));
        assertThat(Ipv4Network.format(pool.choose("new", null, SMALL))).isEqualTo("10.66.77.5");
        pool.set(AddressRange.parse("10.66.77.6-10.66.80.9"), Duration.ofMinutes(5));
        assertThat(lend("alice")).as("its network ends there").isEqualTo("10.66.77.6");
        pool.set(AddressRange.parse("192.0.2.1-192.0.2.9"), Duration.ofMinutes(5));
        assertExhausted("alice");
    }

    @Test
    void aNetworkThatIsAnotherNowHasOtherAddresses() throws Exception {
        lend("alice");
        assertThat(LARGEST.withAddress(address("10.67.0.1")).isHost(pool.lend("alice", Ipv4Network.parse("10.67.0.1/16")))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10.66.77.9, no range", "10.66.77.9-10.66.77.2, before the first", "a-b, IPv4", "10.66.77.2-10.66.77.3-10.66.77.4, no range"})
    void aRangeThatIsNoneIsAnErrorThatNamesTheKey(String text, String mistake) {
        ClientsSettings settings = Settings.of(Map.of("dynamicAddresses", text));
        assertThatThrownBy(() -> new PoolSetup(settings, null)).hasMessageContaining("clients.cfg, key dynamicAddresses").hasMessageContaining(mistake);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 525_601})
    void aTimeOutOfItsRangeIsAnErrorThatNamesTheKey(int minutes) {
        ClientsSettings settings = Settings.of(Map.of("leaseMinutes", minutes));
        assertThatThrownBy(() -> new PoolSetup(settings, null)).hasMessageContaining("clients.cfg, key leaseMinutes");
    }

    /** Many come and go, and others are given addresses of their own and removed again: no address is two clients' at any time. */
    @Test
    void noAddressIsTwoClientsHoweverTheyMeet() throws Exception {
        Ipv4Network network = Ipv4Network.parse("10.66.77.1/25");
        Map<Integer, String> held = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                boolean owning = thread < 2;
                String name = "client-" + thread + "-";
                all.add(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        String id = name + i % 40;
                        if (owning) {
                            own(id, network, held);
                        } else {
                            borrow(id, network, held);
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> one : threads.invokeAll(all)) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void own(String id, Ipv4Network network, Map<Integer, String> held) {
        try {
            Client owner = owner(id, pool.choose("new", null, network));
            pool.claim(owner);
            assertThat(held.put(owner.address(), id)).isNull();
            assertThat(held.remove(owner.address())).isEqualTo(id);
            pool.changed(owner, null);
        } catch (ClientException e) {
            assertThat(e).hasMessageMatching("(?s).*(just now|are taken).*");
        }
    }

    private void borrow(String id, Ipv4Network network, Map<Integer, String> held) {
        Client borrower = owner(id, Client.NO_ADDRESS);
        try {
            int address = pool.lend(id, network);
            assertThat(held.put(address, id)).isNull();
            assertThat(held.remove(address)).isEqualTo(id);
            if (ThreadLocalRandom.current().nextBoolean()) {
                pool.changed(borrower, null);
            }
        } catch (AuthenticationException e) {
            assertThat(e.reason()).isEqualTo(AuthenticationException.Reason.FULL);
        }
    }
}
