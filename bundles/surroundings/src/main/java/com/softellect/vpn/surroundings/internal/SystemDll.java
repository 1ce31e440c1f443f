package com.softellect.vpn.surroundings.internal;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A library of Windows itself. 64-bit Windows has one calling convention.
 *
 * <p>Not mapped directly: JNA would hold the mapped class, and with it this version of the bundle, for as long as the process runs.
 *
 * <p>Threads: any.
 *
 * @param name without its extension
 */
record SystemDll(String name) implements Dll {

    private static final Logger LOG = LoggerFactory.getLogger(SystemDll.class);

    /** What Windows itself says where it has no such function. */
    private static final long ERROR_PROC_NOT_FOUND = 127;

    @Override
    public long call(String function, Object... arguments) {
        return find(function).map(found -> found.invokeLong(arguments)).orElse(ERROR_PROC_NOT_FOUND);
    }

    private Optional<Function> find(String function) {
        try {
            return Optional.of(NativeLibrary.getInstance(name).getFunction(function));
        } catch (UnsatisfiedLinkError e) {
            LOG.error("{} has no function {}: {}", name, function, e.getMessage());
            return Optional.empty();
        }
    }
}
