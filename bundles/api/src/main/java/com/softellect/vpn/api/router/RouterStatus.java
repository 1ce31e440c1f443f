package com.softellect.vpn.api.router;

/**
 * @param adapterType the kind of TUN adapter, for example {@code linux}
 * @param adapterName the network interface's name
 * @param offload     whether that adapter has TCP segmentation offload in force
 * @param receiving   whether the inbound loop runs
 * @param problem     why it does not, in words; null if it does
 */
public record RouterStatus(String adapterType, String adapterName, boolean offload, boolean receiving, String problem) {
}
