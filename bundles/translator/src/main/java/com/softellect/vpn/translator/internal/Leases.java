package com.softellect.vpn.translator.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The external ports: which are ours, which are free, which somebody else has. Ports are chosen by chance (RFC 6056), so that nobody outside can guess
 * them. An echo id is only a number, and costs no descriptor.
 *
 * <p>Threads: the lock of {@link Flows}.
 */
final class Leases {

    /** How many ports are tried that somebody else turns out to have, before one is shared. */
    private static final int TRIES = 16;

    /** Not 0, which stands for the other end's. */
    private static final PortRange IDS = new PortRange(1, 0xffff);

    private final Outside outside;
    private final Random random;
    private final Map<Transport, Map<Integer, Pool>> pools = new EnumMap<>(Transport.class);
    private final Map<Transport, Integer> descriptors = new EnumMap<>(Transport.class);
    private PortRange ports;
    private int maxDescriptors;

    Leases(Outside outside, Random random) {
        this.outside = outside;
        this.random = random;
        for (Transport transport : Transport.values()) {
            pools.put(transport, new HashMap<>());
            descriptors.put(transport, 0);
        }
    }

    /**
     * @param range          for leases from now on; those that are there stay
     * @param maxDescriptors the most leases with a descriptor, of each transport
     */
    void configure(PortRange range, int maxDescriptors) {
        this.ports = range;
        this.maxDescriptors = maxDescriptors;
    }

    /** The ports that packets may come for: those to choose from, and those that were leased under other settings. */
    PortRange inUse() {
        PortRange all = ports;
        for (Lease lease : all()) {
            if (lease.descriptor() != Lease.NO_DESCRIPTOR) {
                all = all.with(lease.port());
            }
        }
        return all;
    }

    /** @return a port of its own, or null if there is none left */
    Lease take(Transport transport, int address) {
        Pool pool = pool(transport, address);
        PortRange range = transport == Transport.ICMP ? IDS : ports;
        for (int i = 0; i < TRIES; i++) {
            int port = pool.free(range, random);
            if (port < 0 || transport != Transport.ICMP && descriptors.get(transport) >= maxDescriptors) {
                return null;
            }
            int descriptor = transport == Transport.ICMP ? Lease.NO_DESCRIPTOR : outside.lease(transport, address, port);
            if (descriptor == Outside.NO_LEASE) {
                return null;
            }
            if (descriptor != Outside.PORT_IN_USE || transport == Transport.ICMP) {
                return add(new Lease(transport, address, port, descriptor));
            }
            pool.foreign.set(port);
        }
        return null;
    }

    /** @param lease that somebody took before */
    Lease add(Lease lease) {
        pool(lease.transport(), lease.address()).add(lease);
        if (lease.descriptor() != Lease.NO_DESCRIPTOR) {
            descriptors.merge(lease.transport(), 1, Integer::sum);
        }
        return lease;
    }

    /** The leases of an address, beginning anywhere: a candidate to share is found without a preference for any. */
    Iterable<Lease> toShare(Transport transport, int address, int most) {
        List<Lease> leases = pool(transport, address).leases;
        List<Lease> some = new ArrayList<>();
        int first = leases.isEmpty() ? 0 : random.nextInt(leases.size());
        for (int i = 0; i < Math.min(most, leases.size()); i++) {
            some.add(leases.get((first + i) % leases.size()));
        }
        return some;
    }

    void giveBack(Lease lease) {
        pool(lease.transport(), lease.address()).remove(lease);
        if (lease.descriptor() != Lease.NO_DESCRIPTOR) {
            descriptors.merge(lease.transport(), -1, Integer::sum);
            outside.release(lease.descriptor());
        }
    }

    /** @return null if there is none */
    Lease find(Transport transport, int address, int port) {
        Pool pool = pools.get(transport).get(address);
        return pool == null ? null : pool.byPort.get(port);
    }

    boolean has(Transport transport, int address, int port) {
        Pool pool = pools.get(transport).get(address);
        return pool != null && pool.taken.get(port);
    }

    /** What somebody else had may be free by now, and nothing comes any more for ports that were given back before the last time. */
    void forgetForeign() {
        pools.values().forEach(byAddress -> {
            byAddress.values().forEach(Pool::forget);
            byAddress.values().removeIf(Pool::isForgotten);
        });
    }

    Collection<Lease> all() {
        List<Lease> all = new ArrayList<>();
        pools.values().forEach(byAddress -> byAddress.values().forEach(pool -> all.addAll(pool.leases)));
        return all;
    }

    /** The external addresses that there are leases of. */
    Set<Integer> addresses() {
        Set<Integer> addresses = new TreeSet<>();
        pools.values().forEach(byAddress -> byAddress.forEach((address, pool) -> {
            if (!pool.leases.isEmpty()) {
                addresses.add(address);
            }
        }));
        return addresses;
    }

    int count(Transport transport) {
        return pools.get(transport).values().stream().mapToInt(pool -> pool.leases.size()).sum();
    }

    private Pool pool(Transport transport, int address) {
        return pools.get(transport).computeIfAbsent(address, any -> new Pool());
    }

    /** The ports of one address. */
    private static final class Pool {

        final List<Lease> leases = new ArrayList<>();
        final BitSet taken = new BitSet();
        final BitSet foreign = new BitSet();
        final Map<Integer, Lease> byPort = new HashMap<>();
        private final Map<Lease, Integer> places = new HashMap<>();

        /** Given back since the time before the last one, and since the last one: packets for whoever had them may still come. */
        private BitSet coolingLonger = new BitSet();
        private BitSet cooling = new BitSet();

        void forget() {
            foreign.clear();
            coolingLonger = cooling;
            cooling = new BitSet();
        }

        boolean isForgotten() {
            return leases.isEmpty() && cooling.isEmpty() && coolingLonger.isEmpty();
        }

        /** One that nobody had lately, if there is one. */
        int free(PortRange range, Random random) {
            int start = range.first() + random.nextInt(range.size());
            int port = free(range, start, taken, foreign, cooling, coolingLonger);
            return port < 0 ? free(range, start, taken, foreign) : port;
        }

        private static int free(PortRange range, int start, BitSet... not) {
            int port = next(start, not);
            if (port > range.last()) {
                port = next(range.first(), not);
            }
            return port > range.last() ? -1 : port;
        }

        private static int next(int from, BitSet... not) {
            int port = from;
            int before;
            do {
                before = port;
                for (BitSet set : not) {
                    port = set.nextClearBit(port);
                }
            } while (port != before);
            return port;
        }

        void add(Lease lease) {
            taken.set(lease.port());
            byPort.put(lease.port(), lease);
            places.put(lease, leases.size());
            leases.add(lease);
        }

        void remove(Lease lease) {
            taken.clear(lease.port());
            cooling.set(lease.port());
            byPort.remove(lease.port());
            int place = places.remove(lease);
            Lease last = leases.remove(leases.size() - 1);
            if (last != lease) {
                leases.set(place, last);
                places.put(last, place);
            }
        }
    }
}
