package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.packet.Ipv4Packet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The translator between a tunnel and networks that keep what they get. One thread. */
public final class TranslatorBed {

    public static final Ipv4Network NETWORK = Ipv4Network.parse("10.66.77.1/24");
    public static final int EXTERNAL = Ipv4Network.parseAddress("192.0.2.1");
    public static final int MTU = 1400;
    public static final int MOST_FLOWS = 6;
    private static final PortRange PORTS = new PortRange(20_000, 20_003);

    /** What left, and what came to clients, since this was looked at. */
    public final List<byte[]> sent = new ArrayList<>();
    public final List<byte[]> back = new ArrayList<>();

    private final Networks networks;
    private final Flows flows;
    private final Tally tally = new Tally();
    private final Errors errors = new Errors(tally);
    private final Fragments fragments = new Fragments();
    private final FromClient fromClient;
    private final FromNetwork fromNetwork;

    /**
     * @param outsideMtu of the way out, in bytes
     * @param filtering  an index of all kinds that there are
     */
    public TranslatorBed(int outsideMtu, int filtering) {
        networks = new Networks(outsideMtu);
        flows = new Flows(networks, new Limits(PORTS, 100, MOST_FLOWS, MOST_FLOWS - 1, new Timeouts(7440, 240, 300, 30, 60), Filtering.values()[filtering % Filtering.values().length], 0));
        Inside inside = new Inside(NETWORK, MTU, back::add);
        fromClient = new FromClient(inside, flows, networks, fragments, errors, tally, new AtomicInteger());
        fromNetwork = new FromNetwork(inside, flows, networks, errors, tally);
    }

    /** @return false if it is for the gateway itself */
    public boolean fromClient(byte[] packet) {
        return fromClient.send(packet);
    }

    public void fromNetwork(byte[] packet) {
        fromNetwork.received(packet);
    }

    public void tick(int second) {
        flows.tick(second);
        errors.tick();
        fragments.tick(second);
    }

    /** What becomes of all that is sent from now on; an index of all that there is. */
    public void become(int what) {
        networks.next = Outside.Sent.values()[Math.floorMod(what, Outside.Sent.values().length)];
    }

    /** Whether what fits leaves. */
    public boolean isSending() {
        return networks.next == Outside.Sent.SENT;
    }

    public int flows() {
        return flows.all().size();
    }

    /** Ports that the system holds for the translator. */
    public int held() {
        return networks.held.size();
    }

    /** The system, as the translator sees it. */
    private final class Networks implements Outside {

        private final int mtu;
        private final Set<Integer> held = new HashSet<>();
        private Sent next = Sent.SENT;
        private int last;

        Networks(int mtu) {
            this.mtu = mtu;
        }

        @Override
        public Route route(int destination) {
            return destination >>> 24 == 203 ? null : new Route(EXTERNAL, mtu);
        }

        @Override
        public int lease(Transport transport, int address, int port) {
            held.add(++last);
            return last;
        }

        @Override
        public void release(int descriptor) {
            if (!held.remove(descriptor)) {
                throw new AssertionError("released twice: " + descriptor);
            }
        }

        @Override
        public Sent send(byte[] packet) {
            if (Ipv4Packet.source(packet) != EXTERNAL) {
                throw new AssertionError("a packet leaves with the source " + Ipv4Network.format(Ipv4Packet.source(packet)));
            }
            if (packet.length > mtu) {
                return Sent.TOO_BIG;
            }
            if (next == Sent.SENT) {
                sent.add(packet.clone());
            }
            return next;
        }
    }
}
