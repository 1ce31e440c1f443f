package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Packet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The networks outside without a system: what is sent is kept, ports are leased from a set. */
final class MemoryOutside implements Outside {

    static final int ADDRESS = Packets.address("192.0.2.1");
    private static final int OTHER_ADDRESS = Packets.address("192.0.2.254");

    final List<byte[]> sent = new ArrayList<>();
    final Map<Integer, String> held = new HashMap<>();
    final Set<Integer> foreignPorts = new HashSet<>();
    final Set<Integer> unreachable = new HashSet<>();
    final Set<Integer> own = new HashSet<>(Set.of(ADDRESS));
    int mtu = 1500;
    int most = Integer.MAX_VALUE;
    Sent next = Sent.SENT;
    private int lastDescriptor = 100;

    @Override
    public Route route(int destination) {
        int source = own.contains(destination) ? destination : own.contains(ADDRESS) ? ADDRESS : OTHER_ADDRESS;
        return unreachable.contains(destination) ? null : new Route(source, mtu);
    }

    @Override
    public int lease(Transport transport, int address, int port) {
        String name = transport + " " + address + ":" + port;
        if (foreignPorts.contains(port) || held.containsValue(name)) {
            return PORT_IN_USE;
        }
        if (held.size() >= most) {
            return NO_LEASE;
        }
        held.put(++lastDescriptor, name);
        return lastDescriptor;
    }

    @Override
    public void release(int descriptor) {
        if (held.remove(descriptor) == null) {
            throw new IllegalStateException("descriptor " + descriptor + " was not open");
        }
    }

    @Override
    public Sent send(byte[] packet) {
        if (packet.length > mtu) {
            return Sent.TOO_BIG;
        }
        if (next == Sent.SENT) {
            if (!own.contains(Ipv4Packet.source(packet))) {
                throw new IllegalStateException("not from the gateway: " + Packets.source(packet));
            }
            sent.add(packet.clone());
        }
        return next;
    }

    byte[] last() {
        return sent.get(sent.size() - 1);
    }
}
