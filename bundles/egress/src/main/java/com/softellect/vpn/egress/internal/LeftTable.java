package com.softellect.vpn.egress.internal;

import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The table that a version of this bundle leaves in force for the next one. If none comes, and at the end of the process, it is removed, unless it is to stay. Stateless. */
final class LeftTable {

    /** The layout of what is left. In the manifest too, see docs/upgrade.md. */
    static final int VERSION = 1;

    private static final String LAYER = "egress";
    private static final String ADAPTER = "adapter";
    private static final long LIMIT_SECONDS = 10;

    private LeftTable() {
    }

    /**
     * @param nft              what removes it; null: nobody does
     * @param adapter          whose table it is
     * @param forwardingWasOff whether the system is to forward nothing again when it is gone
     */
    static void leave(Handover handover, Nft nft, String adapter, boolean forwardingWasOff) {
        MethodHandle disposal = nft == null ? null : disposal(nft, Table.name(adapter), forwardingWasOff);
        handover.leave(LAYER, new HandoverState(VERSION, Map.of(), Map.of(ADAPTER, adapter), disposal));
    }

    /** The name of the adapter whose table was left. */
    static Optional<String> take(Handover handover) {
        return handover.take(LAYER, Set.of(VERSION)).map(state -> (String) state.passing().get(ADAPTER));
    }

    /** Of the JDK's own types only: a class of this bundle would keep it alive. First nothing is forwarded any more, then there is no table. */
    private static MethodHandle disposal(Nft nft, String table, boolean forwardingWasOff) {
        String switchOff = forwardingWasOff ? "echo 0 > " + Forwarding.SYSTEM.file() + "; " : "";
        ProcessBuilder removal = new ProcessBuilder("sh", "-c", switchOff + "exec \"$0\" \"$1\"", nft.program(), Table.removal(table).replace('\n', ';'))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle start = lookup.findVirtual(ProcessBuilder.class, "start", MethodType.methodType(Process.class)).bindTo(removal);
            MethodHandle end = lookup.findVirtual(Process.class, "waitFor", MethodType.methodType(boolean.class, long.class, TimeUnit.class));
            return MethodHandles.filterReturnValue(start, MethodHandles.insertArguments(end, 1, LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("a JDK without these methods", e);
        }
    }
}
