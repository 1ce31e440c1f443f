package com.softellect.vpn.lab.demo;

/**
 * A connected pair without traffic.
 *
 * @param pollsPerSecond    {@code receivePackets} calls that the gateway answered
 * @param gatewayCpuPercent of one core
 * @param clientCpuPercent  of one core
 * @param gatewayMegabytes  resident at the end
 * @param clientMegabytes   resident at the end
 */
record IdleFigures(double pollsPerSecond, double gatewayCpuPercent, double clientCpuPercent,
        double gatewayMegabytes, double clientMegabytes) {
}
