package com.softellect.vpn.api.surroundings;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.List;

/**
 * A moment of the system around the tunnel. Immutable.
 *
 * @param killSwitchClosed whether nothing leaves the machine but through the tunnel
 * @param through          the networks that go through the tunnel, beside its own
 * @param mtu              the longest packets on the way to the gateway, in bytes, if they had to be found; else 0
 * @param problem          what is wrong with the settings, and what to do; null if nothing is
 */
public record SurroundingsStatus(boolean killSwitchClosed, List<Ipv4Network> through, int mtu, String problem) {
}
