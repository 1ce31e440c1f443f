package com.softellect.vpn.api.surroundings;

import com.softellect.vpn.api.packet.Ipv4Network;

/**
 * A tunnel that is up. Immutable.
 *
 * @param adapterName the network interface
 * @param network     its own address, and the network that it is in
 * @param pushed      what the gateway says of the networks behind it
 */
public record TunnelLink(String adapterName, Ipv4Network network, PushedSettings pushed) {
}
