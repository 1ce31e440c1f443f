package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import java.util.List;

/** Runs a program of the system. */
@FunctionalInterface
interface CommandRunner {

    /**
     * Runs a program to its end.
     *
     * @param command its path and its arguments
     * @throws TunAdapterException if it can't be run, does not end or reports failure; the message has command and output
     */
    void run(List<String> command) throws TunAdapterException;
}
