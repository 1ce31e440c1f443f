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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
            Map.of("network", NETWORK.toString(), "queuePackets", MAX_PACKETS, "queueBytes", MAX_BYTES, "mtu", MTU)));
    private final SteppedAdapter adapter = new SteppedAdapter();
    private final Router router = new Router(registry, settings(RouterSettings.class, Map.of("adapterType", adapter.type())));
    private final List<Guest> guests = new ArrayList<>();

    /** One client's session, and what must be queued for it. */
    private static final class Guest {

        private final Session session;
        private final Deque<byte[]> queue = new ArrayDeque<>();
        private int queuedBytes;
        private long taken;
        private boolean clientToClient;

        Guest(Session session) {
            this.session = session;
            this.clientToClient = session.clientToClient();
        }

        /** Returns how many packets are lost: of a super-packet as many as it is cut into. */
        int lost(byte[] packet) {
            if (packet.length <= MTU || session.superPackets()) {
                return offer(packet) ? 0 : 1;
            }
            int lost = 0;
            for (Segmentation packets = Segmentation.toMtu(packet, MTU); packets.hasNext(); ) {
                lost += offer(packets.next()) ? 0 : 1;
            }
            return lost;
        }

        private boolean offer(byte[] packet) {
            if (queue.size() == MAX_PACKETS || queuedBytes + packet.length > MAX_BYTES) {
                return false;
            }
            queuedBytes += packet.length;
            return queue.add(packet);
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
        assertThat(drops() - dropsBefore).as("dropped and counted").isEqualTo(dropped);
        assertThat(adapter.sent).as("sent to the adapter").containsExactlyElementsOf(toAdapter);
        adapter.sent.clear();
        checkQueues();
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
        return to != null && from.clientToClient && to.clientToClient ? to.lost(packet) : 1;
    }

    private Guest guestAt(int address) {
        return guests.stream().filter(g -> g.session.address() == address).findFirst().orElse(null);
    }

    void fromAdapter(List<byte[]> packets) throws InterruptedException {
        long dropsBefore = drops();
        int dropped = 0;
        for (byte[] packet : packets) {
            Guest to = isWellFormed(packet, true) ? guestAt(Ipv4Rules.destination(packet)) : null;
            dropped += to == null ? 1 : to.lost(packet);
        }
        adapter.fromKernel(packets);
        assertThat(drops() - dropsBefore).as("dropped and counted").isEqualTo(dropped);
        assertThat(adapter.sent).as("sent back").isEmpty();
        assertThat(router.status().receiving()).as("the receive loop runs").isTrue();
        checkQueues();
    }

    private long drops() {
        return drops(router.counters()) + drops(registry.counters());
    }

    private static long drops(SortedMap<String, Long> counters) {
        return counters.entrySet().stream().filter(c -> c.getKey().startsWith("drop.")).mapToLong(Map.Entry::getValue).sum();
    }

    private void checkQueues() {
        guests.forEach(g -> assertThat(g.session.permits()).as("permits").isEqualTo(g.queue.size()));
    }

    void take(int guest, int maxPackets, int maxBytes) {
        Guest from = guests.get(guest);
        Batch batch = from.session.take(maxPackets, maxBytes);
        assertThat(batch.packets().size()).as("packets in one batch").isLessThanOrEqualTo(maxPackets);
        assertThat(batch.isEmpty()).isEqualTo(from.queue.isEmpty());
        assertThat(batch.packets().size() <= 1 || batch.bytes() <= maxBytes).as("within the bytes, or one packet").isTrue();
        assertThat(batch.sequence()).isEqualTo(from.taken);
        for (byte[] packet : batch.packets()) {
            assertThat(packet).as("unchanged and in order").isEqualTo(from.queue.remove());
            from.queuedBytes -= packet.length;
            from.taken++;
        }
        checkQueues();
    }

    void takeAll() {
        for (int guest = 0; guest < GUESTS; guest++) {
            while (!guests.get(guest).queue.isEmpty()) {
                take(guest, 100, MAX_BYTES);
            }
        }
    }
}
