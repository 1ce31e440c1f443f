package com.softellect.vpn.api.tunnel;

import java.time.Instant;

/**
 * A moment of the tunnel.
 *
 * @param state         where in its life it is
 * @param gateway       the gateway's URL that is or was last asked; null without a profile
 * @param clientId      the client's id; null without a profile
 * @param adapterName   the network interface's name; null before the first connection
 * @param address       the tunnel address with its prefix length; null before the first connection
 * @param since         when this state began
 * @param problem       the last thing that went wrong and what to do, in words; null if nothing did
 * @param notice        what the gateway says of this client's limits, quota and expiry, in words: printable; null: nothing, or not CONNECTED
 * @param nextAttempt   when the gateway is asked again; null unless WAITING
 * @param reconnects    how often the connection was made again since {@code connect}
 * @param resumes       how often of these the session was still there and went on
 * @param polls         receivePackets calls that were answered since the bundle started
 * @param pollsInFlight polls that are out now
 */
public record TunnelStatus(TunnelState state, String gateway, String clientId, String adapterName, String address,
        Instant since, String problem, String notice, Instant nextAttempt, long reconnects, long resumes, long polls, int pollsInFlight) {
}
