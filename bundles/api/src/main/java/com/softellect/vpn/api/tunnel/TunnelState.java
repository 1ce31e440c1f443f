package com.softellect.vpn.api.tunnel;

/**
 * The life of a tunnel.
 *
 * <pre>
 *                  connect                authenticated
 *   DISCONNECTED ----------> CONNECTING ----------------> CONNECTED
 *        ^                    |      ^                        |
 *        |                    |      | pause over, or         | a call failed,
 *        | disconnect         |      | the network changed    | the session expired
 *        | (from any state)   |      |                        |
 *        |                    +--> WAITING <------------------+
 *        |                    |      (not reached)
 *        +------ FAILED <-----+
 *                  (trying again is useless: refused, wrong version, no adapter)
 * </pre>
 */
public enum TunnelState {
    /** Nothing runs. */
    DISCONNECTED,
    /** The gateway is being asked. */
    CONNECTING,
    /** Packets flow. */
    CONNECTED,
    /** The gateway was not reached or was lost; the next attempt is scheduled. The adapter stays. */
    WAITING,
    /** Given up, for a reason that the operator must see to; {@link TunnelStatus#problem} has it. */
    FAILED
}
