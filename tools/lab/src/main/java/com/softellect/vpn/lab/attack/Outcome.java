package com.softellect.vpn.lab.attack;

/** What became of one attempt to authenticate. */
public enum Outcome {

    /** Answered by the fault authenticationFailed with the reason REFUSED: the gateway has looked at the proof. */
    REFUSED,
    /** Answered by HTTP status 429, or the fault authenticationFailed with the reason TOO_MANY: the address has failed too often. */
    TOO_MANY,
    /** Answered by HTTP status 503. */
    UNAVAILABLE,
    /** The gateway closed the connection before TLS was set up, at accept for example. */
    CLOSED_AT_ONCE,
    /** The gateway closed the connection when TLS was set up, before it had answered. */
    CLOSED_LATER,
    /** The connection was not made. */
    NOT_CONNECTED,
    /** No answer came in time. */
    NO_ANSWER,
    /** Something else: {@link FloodResult#odd} has an example. */
    ODD,
    /** The gateway let the stranger in. */
    LET_IN
}
