package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import com.softellect.vpn.datapath.system.NativeBuffer;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Filters of the Windows Filtering Platform that belong together, in a sublayer of their own, through {@code fwpuclnt.dll}. They are put in, replaced and taken
 * out in one transaction each, touch nobody else's, and outlive this process, but not Windows: it has no command by which somebody without this client could take
 * them out. Their keys are counted up from that of the sublayer, so that any process finds them.
 *
 * <p>Threads: guarded by its owner.
 */
final class FilterSet {

    private static final int RPC_C_AUTHN_WINNT = 10;

    private static final int FWP_E_FILTER_NOT_FOUND = 0x80320003;
    private static final int FWP_E_SUBLAYER_NOT_FOUND = 0x80320007;
    private static final int FWP_E_ALREADY_EXISTS = 0x80320009;

    /** How long somebody else's transaction is waited for, in milliseconds. */
    private static final int PATIENCE_MILLIS = 5000;

    /** Of {@code FWPM_FILTER0}: the pointer to its description. */
    private static final int DESCRIPTION = 24;

    private final Dll filtering;
    private final UUID subLayer;
    private final String name;

    /**
     * @param subLayer a key that nobody else has, nor one of the next thousands
     * @param name     for people
     */
    FilterSet(Dll filtering, UUID subLayer, String name) {
        this.filtering = filtering;
        this.subLayer = subLayer;
        this.name = name;
    }

    /** Puts these in, in the place of those that there were. */
    void replace(List<Filter> filters) throws SurroundingsException {
        inTransaction(engine -> {
            removeFilters(engine);
            try (FilterMemory layer = FilterMemory.subLayer(subLayer, name)) {
                run("FwpmSubLayerAdd0", FWP_E_ALREADY_EXISTS, engine, layer.address(), 0L);
            }
            for (int i = 0; i < filters.size(); i++) {
                try (FilterMemory filter = FilterMemory.filter(key(i), subLayer, name, filters.get(i))) {
                    run("FwpmFilterAdd0", 0, engine, filter.address(), 0L, 0L);
                }
            }
        });
    }

    /** Takes them out, if they are in. */
    void clear() throws SurroundingsException {
        inTransaction(engine -> {
            removeFilters(engine);
            try (FilterMemory key = FilterMemory.key(subLayer)) {
                run("FwpmSubLayerDeleteByKey0", FWP_E_SUBLAYER_NOT_FOUND, engine, key.address());
            }
        });
    }

    /** In a transaction what fails changes nothing of the others: it ends with the first that is not there. */
    private void removeFilters(long engine) throws SurroundingsException {
        boolean found = true;
        for (int i = 0; found; i++) {
            try (FilterMemory key = FilterMemory.key(key(i))) {
                found = run("FwpmFilterDeleteByKey0", FWP_E_FILTER_NOT_FOUND, engine, key.address());
            }
        }
    }

    /** The descriptions of those that are in, in their order. */
    List<String> descriptions() throws SurroundingsException {
        List<String> descriptions = new ArrayList<>();
        inSession(engine -> {
            boolean found = true;
            while (found) {
                try (FilterMemory key = FilterMemory.key(key(descriptions.size())); NativeBuffer result = new NativeBuffer(Long.BYTES)) {
                    found = run("FwpmFilterGetByKey0", FWP_E_FILTER_NOT_FOUND, engine, key.address(), result.address());
                    if (found) {
                        descriptions.add(WideText.read(new Pointer(result.bytes().getLong(0)).getPointer(DESCRIPTION)));
                        filtering.call("FwpmFreeMemory0", result.address());
                    }
                }
            }
        });
        return descriptions;
    }

    private UUID key(int index) {
        return new UUID(subLayer.getMostSignificantBits(), subLayer.getLeastSignificantBits() + 1 + index);
    }

    private void inTransaction(Step changes) throws SurroundingsException {
        inSession(engine -> {
            run("FwpmTransactionBegin0", 0, engine, 0);
            try {
                changes.run(engine);
                run("FwpmTransactionCommit0", 0, engine);
            } catch (SurroundingsException e) {
                filtering.call("FwpmTransactionAbort0", engine);
                throw e;
            }
        });
    }

    /** The end of a session aborts its transaction. */
    private void inSession(Step step) throws SurroundingsException {
        try (FilterMemory session = FilterMemory.session(name, PATIENCE_MILLIS); NativeBuffer engine = new NativeBuffer(Long.BYTES)) {
            run("FwpmEngineOpen0", 0, 0L, RPC_C_AUTHN_WINNT, 0L, session.address(), engine.address());
            long handle = engine.bytes().getLong(0);
            try {
                step.run(handle);
            } finally {
                filtering.call("FwpmEngineClose0", handle);
            }
        }
    }

    /**
     * Calls a function.
     *
     * @param harmless an error that is none
     * @return whether it did what it says; false after a harmless error
     */
    private boolean run(String function, int harmless, Object... arguments) throws SurroundingsException {
        int error = (int) filtering.call(function, arguments);
        if (error != 0 && error != harmless) {
            throw WindowsErrors.failed("the filters \"" + name + "\": " + function, error);
        }
        return error == 0;
    }

    /** Something that is done with an open engine. */
    @FunctionalInterface
    private interface Step {

        void run(long engine) throws SurroundingsException;
    }
}
