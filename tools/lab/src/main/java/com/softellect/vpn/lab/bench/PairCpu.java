package com.softellect.vpn.lab.bench;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.measure.ProcessUsage;
import com.softellect.vpn.lab.node.Pair;

/** The CPU time of gateway and client. Immutable. */
record PairCpu(ProcessUsage gateway, ProcessUsage client) {

    private static final double BYTES_PER_GIGABYTE = 1e9;

    static PairCpu of(Pair pair) {
        return new PairCpu(ProcessUsage.of(pair.gateway().process().pid()), ProcessUsage.of(pair.client().process().pid()));
    }

    /** Of both since they began, in seconds. */
    double seconds() throws LabException {
        return gateway.cpuSeconds() + client.cpuSeconds();
    }

    /** Of both since then, for each gigabyte carried since then. */
    double perGigabyte(double secondsBefore, long bytes) throws LabException {
        return (seconds() - secondsBefore) / (bytes / BYTES_PER_GIGABYTE);
    }
}
