package com.softellect.vpn.translator.internal;

/**
 * What flows may take.
 *
 * @param ports       the external ports to lease
 * @param descriptors the most leases of TCP, and the most of UDP
 * @param flows       the most flows of all clients together
 * @param clientFlows the most flows of one client
 * @param timeouts    of flows
 * @param filtering   of UDP
 * @param address     the external address; 0: the one that the system's route to the other end has
 */
record Limits(PortRange ports, int descriptors, int flows, int clientFlows, Timeouts timeouts, Filtering filtering, int address) {
}
