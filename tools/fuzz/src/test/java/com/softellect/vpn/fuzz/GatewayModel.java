package com.softellect.vpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.datapath.offload.Segmentation;
import com.softellect.vpn.registry.internal.RegistrySettings;
import com.softellect.vpn.registry.internal.Sessions;
import com.softellect.vpn.router.internal.Router;
import com.softellect.vpn.router.internal.RouterSettings;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The router and the registry with three clients' sessions, the first of which takes super-packets, and an adapter that takes them too, and beside them what they must do, said a second time: after each step the two are
 * compared. Used by one thread.
 */
final class GatewayModel {

    static final int GUESTS = 3;

    private static final int MAX_PACKETS = 20;
    private static final int MAX_BYTES = 65_535;
    private static final int MTU = 1500;
    private static final Ipv4Network NETWORK = Ipv4Network.parse("10.66.77.1/24");

    private final Sessions registry = new Sessions(settings(RegistrySettings.class,
            Map.of("network", NETWORK.toString(), "queuePackets", MAX_PACKETS, "queueBytes", MAX_BYTES, "mtu", MTU, "queueTargetMillis", 10_000)));
    private final SteppedAdapter adapter = new SteppedAdapter();
    private final Router router = new Router(registry, settings(RouterSettings.class, Map.of("adapterType", adapter.type(), "refusalsPerSecond", 0)));
    private final List<Guest> guests = new ArrayList<>();

    /**
     * One client's session, and what must be queued for it. Which packets make room in a full queue is the queue's own matter: here it is only known
     * how many.
     */
    private static final class Guest {

        private final Session session;

        /** What was offered and has neither come out nor been overtaken by a later packet of its flow. */
        private final List<byte[]> offered = new ArrayList<>();
        private int queued;
        private long mostBytes;
        private long taken;
        private boolean clientToClient;

        Guest(Session session) {
            this.session = session;
            this.clientToClient = session.clientToClient();
        }

        /** As it is, or in the packets that it is cut into. */
        void offer(byte[] packet) {
            if (packet.length <= MTU || session.superPackets()) {
                queue(packet);
            } else {
                Segmentation.toMtu(packet, MTU).forEachRemaining(this::queue);
            }
        }

        private void queue(byte[] packet) {
            offered.add(packet);
            queued++;
            mostBytes += packet.length;
        }

        /** How many packets had to make room for others in the last step. */
        int madeRoom() {
            int gone = queued - session.permits();
            assertThat(gone).as("more permits than packets").isNotNegative();
            assertThat(session.permits()).isLessThanOrEqualTo(MAX_PACKETS);
            assertThat(gone == 0 || queued > MAX_PACKETS || mostBytes > MAX_BYTES).as("room is made only where there is too little").isTrue();
            queued = session.permits();
            mostBytes = Math.min(mostBytes, MAX_BYTES);
            return gone;
        }

        void take(byte[] packet) {
            int place = placeOf(packet);
            assertThat(place).as("unchanged, once, and in the order of its flow").isNotNegative();
            String flow = flow(packet);
            offered.remove(place);
            for (int i = place - 1; i >= 0; i--) {
                if (flow(offered.get(i)).equals(flow)) {
                    offered.remove(i);
                }
            }
            queued--;
            mostBytes -= packet.length;
            taken++;
        }

        private int placeOf(byte[] packet) {
            for (int i = 0; i < offered.size(); i++) {
                if (Arrays.equals(offered.get(i), packet)) {
                    return i;
                }
            }
            return -1;
        }

        /** Packets with the same are of one flow, if not all of one flow have the same. */
        private static String flow(byte[] packet) {
            int header = (packet[0] & 15) * 4;
            return packet[9] + Arrays.toString(Arrays.copyOfRange(packet, 12, 20))
                    + Arrays.toString(Arrays.copyOfRange(packet, header, Math.min(header + 4, packet.length)));
        }
    }

    private static <T> T settings(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    void start() throws InterruptedException {
        router.bindProvider(adapter);
        adapter.awaitReader();
    }

    void stop() {
        router.stop();
        registry.stop();
    }

    /** New ones, in place of those there were: two that may exchange packets, and one that may not. */
    void openSessions() throws Exception {
        guests.clear();
        for (int i = 0; i < GUESTS; i++) {
            guests.add(new Guest(registry.open(client(i, i < 2), i == 0)));
        }
        adapter.setRoom(SteppedAdapter.Room.ENOUGH);
    }

    private static Client client(int guest, boolean clientToClient) {
        return new Client("guest-" + guest, "key", NETWORK.base() + 2 + guest, true, null, clientToClient, Instant.EPOCH, 1);
    }

    void setClientToClient(int guest, boolean allowed) {
        guests.get(guest).clientToClient = allowed;
        registry.clientChanged(client(guest, allowed));
    }

    void setRoom(SteppedAdapter.Room room) {
        adapter.setRoom(room);
    }

    /** No text that is not a session's id finds one. */
    void find(String text) {
        assertThat(registry.find(text)).isNull();
    }

    void fromSession(int guest, List<byte[]> packets) {
        long dropsBefore = drops();
        Guest from = guests.get(guest);
        List<byte[]> toAdapter = new ArrayList<>();
        int dropped = 0;
        for (byte[] packet : packets) {
            dropped += mayPass(from, packet) ? lost(from, packet, toAdapter) : 1;
        }
        router.route(from.session, packets);
        assertThat(drops() - dropsBefore).as("dropped and counted").isEqualTo(dropped + madeRoom());
        assertThat(adapter.sent).as("sent to the adapter").containsExactlyElementsOf(toAdapter);
        adapter.sent.clear();
    }

    private static boolean mayPass(Guest from, byte[] packet) {
        return isWellFormed(packet, from.session.superPackets()) && Ipv4Rules.source(packet) == from.session.address() && isCarried(Ipv4Rules.destination(packet));
    }

    private static boolean isWellFormed(byte[] packet, boolean superPackets) {
        return Ipv4Rules.isWellFormed(packet) && (packet.length <= MTU || superPackets && Ipv4Rules.isTcpInOnePiece(packet));
    }

    /** Neither multicast nor broadcast. */
    private static boolean isCarried(int destination) {
        return (destination & 0xF0000000) != 0xE0000000 && destination != -1 && destination != (NETWORK.base() | 255);
    }

    private int lost(Guest from, byte[] packet, List<byte[]> toAdapter) {
        int destination = Ipv4Rules.destination(packet);
        boolean isGuests = destination >>> 8 == NETWORK.base() >>> 8 && destination != NETWORK.address();
        if (!isGuests) {
            return adapter.hasRoom() && toAdapter.add(packet) ? 0 : 1;
        }
        Guest to = guestAt(destination);
        if (to == null || !from.clientToClient || !to.clientToClient) {
            return 1;
        }
        to.offer(packet);
        return 0;
    }

    private Guest guestAt(int address) {
        return guests.stream().filter(g -> g.session.address() == address).findFirst().orElse(null);
    }

    void fromAdapter(List<byte[]> packets) throws InterruptedException {
        long dropsBefore = drops();
        int dropped = 0;
        for (byte[] packet : packets) {
            Guest to = isWellFormed(packet, true) ? guestAt(Ipv4Rules.destination(packet)) : null;
            if (to == null) {
                dropped++;
            } else {
                to.offer(packet);
            }
        }
        adapter.fromKernel(packets);
        assertThat(drops() - dropsBefore).as("dropped and counted").isEqualTo(dropped + madeRoom());
        assertThat(adapter.sent).as("sent back").isEmpty();
        assertThat(router.status().receiving()).as("the receive loop runs").isTrue();
    }

    private long drops() {
        return drops(router.counters()) + drops(registry.counters());
    }

    private static long drops(SortedMap<String, Long> counters) {
        return counters.entrySet().stream().filter(c -> c.getKey().startsWith("drop.")).mapToLong(Map.Entry::getValue).sum();
    }

    private int madeRoom() {
        return guests.stream().mapToInt(Guest::madeRoom).sum();
    }

    void take(int guest, int maxPackets, int maxBytes) {
        Guest from = guests.get(guest);
        Batch batch = from.session.take(maxPackets, maxBytes);
        assertThat(batch.packets().size()).as("packets in one batch").isLessThanOrEqualTo(maxPackets);
        assertThat(batch.isEmpty()).isEqualTo(from.queued == 0);
        assertThat(batch.packets().size() <= 1 || batch.bytes() <= maxBytes).as("within the bytes, or one packet").isTrue();
        assertThat(batch.sequence()).isEqualTo(from.taken);
        batch.packets().forEach(from::take);
        assertThat(from.session.permits()).as("permits").isEqualTo(from.queued);
    }

    void takeAll() {
        for (int guest = 0; guest < GUESTS; guest++) {
            while (guests.get(guest).queued > 0) {
                take(guest, 100, MAX_BYTES);
            }
        }
    }
}
