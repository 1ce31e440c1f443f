package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.handover.HandoverState;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one version of the translator leaves for the next: the sockets with what waits in them, the leases with their descriptors, and the flows. In arrays
 * of numbers, since there are many of them. Stateless.
 */
final class LeftTranslator {

    /** Of the handover. */
    static final String NAME = "translator";

    /** The layout of what is left. In the manifest too, see docs/upgrade.md. */
    static final int VERSION = 1;

    private static final String SOCKETS = "sockets";
    private static final String LEASES = "leases";
    private static final String MAPPINGS = "mappings";
    private static final String FLOWS = "flows";

    /** Numbers of each. */
    private static final int LEASE = 4;
    private static final int MAPPING = 3;
    private static final int FLOW = 7;

    private LeftTranslator() {
    }

    /** @param flows nothing changes any more */
    static HandoverState state(Sockets sockets, Flows flows) {
        List<Lease> leases = new ArrayList<>(flows.leases());
        List<Flow> all = flows.all();
        Map<Lease, Integer> leaseNumbers = numbers(leases);
        List<Mapping> mappings = all.stream().map(Flow::mapping).distinct().toList();
        Map<Mapping, Integer> mappingNumbers = numbers(mappings);
        int[] leaseArray = new int[leases.size() * LEASE];
        int at = 0;
        for (Lease lease : leases) {
            at = put(leaseArray, at, lease.transport().ordinal(), lease.address(), lease.port(), lease.descriptor());
        }
        int[] mappingArray = new int[mappings.size() * MAPPING];
        at = 0;
        for (Mapping mapping : mappings) {
            at = put(mappingArray, at, leaseNumbers.get(mapping.lease()), mapping.client(), mapping.clientPort());
        }
        int[] flowArray = new int[all.size() * FLOW];
        at = 0;
        for (Flow flow : all) {
            at = put(flowArray, at, leaseNumbers.get(flow.lease()), mappingNumbers.get(flow.mapping()), flow.remote(), flow.remotePort(), flow.mtu(),
                    flow.state(), flows.now() - flow.lastPacket());
        }
        return new HandoverState(VERSION, Map.of(),
                Map.of(SOCKETS, sockets.all(), LEASES, leaseArray, MAPPINGS, mappingArray, FLOWS, flowArray), closer(descriptors(sockets, leases)));
    }

    private static int put(int[] into, int at, int... numbers) {
        System.arraycopy(numbers, 0, into, at, numbers.length);
        return at + numbers.length;
    }

    private static <T> Map<T, Integer> numbers(List<T> things) {
        Map<T, Integer> numbers = new HashMap<>();
        for (T thing : things) {
            numbers.put(thing, numbers.size());
        }
        return numbers;
    }

    private static List<Integer> descriptors(Sockets sockets, List<Lease> leases) {
        List<Integer> descriptors = new ArrayList<>(sockets.all());
        leases.stream().map(Lease::descriptor).filter(descriptor -> descriptor != Lease.NO_DESCRIPTOR).forEach(descriptors::add);
        return descriptors;
    }

    /** Closes all of them when it is invoked, for somebody who must not know this class: it is made of the JDK's own types and JNA's. */
    private static MethodHandle closer(List<Integer> descriptors) {
        Function close = NativeLibrary.getInstance("c").getFunction("close");
        try {
            MethodHandle one = MethodHandles.publicLookup().findVirtual(Function.class, "invokeInt", MethodType.methodType(int.class, Object[].class))
                    .bindTo(close).asCollector(Object[].class, 1).asType(MethodType.methodType(void.class, Object.class));
            return MethodHandles.iteratedLoop(null, null, one).bindTo(descriptors);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JNA is not as it was", e);
        }
    }

    static Sockets sockets(HandoverState state) {
        return Sockets.of(((List<?>) state.passing().get(SOCKETS)).stream().map(Integer.class::cast).toList());
    }

    /** @param flows nothing else is in it yet */
    static void restore(HandoverState state, Flows flows) {
        int[] leaseArray = (int[]) state.passing().get(LEASES);
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < leaseArray.length; i += LEASE) {
            Lease lease = new Lease(Transport.at(leaseArray[i]), leaseArray[i + 1], leaseArray[i + 2], leaseArray[i + 3]);
            leases.add(lease);
            flows.restore(lease);
        }
        int[] mappingArray = (int[]) state.passing().get(MAPPINGS);
        List<Mapping> mappings = new ArrayList<>();
        for (int i = 0; i < mappingArray.length; i += MAPPING) {
            Lease lease = leases.get(mappingArray[i]);
            mappings.add(new Mapping(new Mapping.Key(lease.transport(), mappingArray[i + 1], mappingArray[i + 2], lease.address()), lease));
        }
        int[] flowArray = (int[]) state.passing().get(FLOWS);
        for (int i = 0; i < flowArray.length; i += FLOW) {
            flows.restore(new Flow(mappings.get(flowArray[i + 1]), leases.get(flowArray[i]), flowArray[i + 2], flowArray[i + 3], flowArray[i + 4],
                    flowArray[i + 5], flows.now() - flowArray[i + 6]));
        }
    }
}
