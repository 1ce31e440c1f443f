package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.contract.SessionExpiredException;
import com.softellect.vpn.contract.SessionExpiredInfo;
import com.softellect.vpn.datapath.SoapWriter;
import java.io.IOException;
import javax.servlet.http.HttpServletResponse;

/**
 * What the holder of a session that is not live is told, the same on both ways of a call. Immutable.
 *
 * @param reason why it ended; null if nobody knows
 */
record SessionEnd(EndReason reason) {

    /** What happened and what to do, for a person. ASCII that needs no escaping in XML. */
    String message() {
        if (reason == null) {
            return "this session is unknown or has ended: authenticate again";
        }
        return switch (reason) {
            case DISCONNECTED -> "this session has ended since its client said goodbye: authenticate again";
            case IDLE -> "this session has ended since its client was silent for too long: authenticate again";
            case ADMINISTRATOR -> "the gateway's operator has ended this session: authenticate again";
            case SHUTDOWN -> "this session has ended since the gateway stops or starts anew: try again in a while";
            case REPLACED -> "this client has connected again, here or elsewhere, and the newest connection counts: connect again by hand if "
                    + "that was you, else have the gateway's operator change the key with vpn:client-rotate";
            case REVOKED -> "the gateway's operator has disabled or removed this client: ask the operator";
            case EXPIRED -> "this client's time is over: ask the gateway's operator for more";
            case KEY_CHANGED -> "this client was given another key: connect with the new profile, which the gateway's operator has";
        };
    }

    SessionExpiredException fault() {
        return new SessionExpiredException(new SessionExpiredInfo(message(), code()));
    }

    /** The same fault, as CXF writes it. */
    void send(HttpServletResponse response) throws IOException {
        ShortWay.answer(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, SoapWriter.sessionExpired(message(), code()));
    }

    private String code() {
        return reason == null ? null : reason.name();
    }
}
