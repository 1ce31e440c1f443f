package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The translator without a system around it: what is sent is gone. */
public final class TranslatorBed {

    public static final int EXTERNAL = Ipv4Network.parseAddress("192.0.2.1");
    public static final int FIRST_PORT = 16_384;

    private final Outside outside = new Nowhere();
    private final Flows flows;
    private final FromClient fromClient;
    private final FromNetwork fromNetwork;

    /**
     * @param most flows, one for each port
     * @param back takes what comes to clients
     */
    public TranslatorBed(int most, Consumer<byte[]> back) {
        PortRange ports = new PortRange(FIRST_PORT, FIRST_PORT + most - 1);
        flows = new Flows(outside, new Limits(ports, most, most, most, new Timeouts(7440, 240, 300, 30, 60), Filtering.ADDRESS_AND_PORT_DEPENDENT, 0));
        Tally tally = new Tally();
        Errors errors = new Errors(tally);
        Inside inside = new Inside(Ipv4Network.parse("10.66.77.1/24"), 1400, back);
        fromClient = new FromClient(inside, flows, outside, new Fragments(), errors, tally, new AtomicInteger());
        fromNetwork = new FromNetwork(inside, flows, outside, errors, tally);
    }

    public void fromClient(byte[] packet) {
        fromClient.send(packet);
    }

    public void fromNetwork(byte[] packet) {
        fromNetwork.received(packet);
    }

    public int flows() {
        return flows.all().size();
    }

    /** The system. */
    private static final class Nowhere implements Outside {

        private int last;

        @Override
        public Route route(int destination) {
            return new Route(EXTERNAL, 1500);
        }

        @Override
        public int lease(Transport transport, int address, int port) {
            return ++last;
        }

        @Override
        public void release(int descriptor) {
            // nothing is held
        }

        @Override
        public Sent send(byte[] packet) {
            return Sent.SENT;
        }
    }
}
