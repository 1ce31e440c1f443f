package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.session.Session;
import org.apache.cxf.continuations.Continuation;
import org.apache.cxf.continuations.ContinuationProvider;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;

/**
 * Suspends a CXF call for a parked poll. CXF invokes the service method a second time when the call is resumed; the poll waits for
 * that on the call's exchange.
 */
final class Suspension {

    private Suspension() {
    }

    /** The poll that this call was suspended for, or null if this is the call's first invocation. */
    static Poll resumedPoll() {
        return PhaseInterceptorChain.getCurrentMessage().getExchange().get(Poll.class);
    }

    /** Suspends the call without a timeout of its own: the poll resumes it, always. The caller returns null after this. */
    static void suspend(PacketExchange packets, Session session) {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        Continuation continuation = ((ContinuationProvider) message.get(ContinuationProvider.class.getName())).getContinuation();
        continuation.suspend(0);
        message.getExchange().put(Poll.class, packets.park(session, poll -> continuation.resume()));
    }
}
