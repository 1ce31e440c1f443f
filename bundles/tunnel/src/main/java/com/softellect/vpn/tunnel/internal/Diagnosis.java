package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.contract.AuthenticationFailedException;
import com.softellect.vpn.contract.AuthenticationFailedInfo;
import com.softellect.vpn.contract.SessionExpiredException;
import com.softellect.vpn.contract.VersionNotSupportedException;
import com.softellect.vpn.contract.VersionNotSupportedInfo;
import com.softellect.vpn.contract.VpnGateway;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.xml.ws.soap.SOAPFaultException;
import org.apache.cxf.transport.http.HTTPException;

/**
 * What a failed call means.
 *
 * @param verdict what to do about it
 * @param problem what happened and what to do, for an operator
 */
record Diagnosis(Verdict verdict, String problem) {

    enum Verdict {
        /** Ask for a new session at once. */
        AT_ONCE,
        /** Ask again after a pause: it may pass by itself. */
        LATER,
        /** Asking again is useless until somebody has changed something. */
        NEVER
    }

    /** What passes by itself: clocks are set, room becomes free, the next nonce is another one, the other client leaves. */
    private static final Set<String> PASSING =
            Set.of(Reason.CLOCK.name(), Reason.FULL.name(), Reason.REPLAY.name(), Reason.ADDRESS_IN_USE.name());

    private static final String CHECK_URL = "check gatewayUrl in etc/" + TunnelSettings.PID + ".cfg, and that the gateway runs";

    static Diagnosis of(Throwable failure, String gatewayUrl) {
        if (failure instanceof SessionExpiredException expired) {
            return new Diagnosis(Verdict.AT_ONCE, "the gateway has ended the session: " + expired.getFaultInfo().getMessage());
        }
        if (failure instanceof VersionNotSupportedException unsupported) {
            return version(unsupported.getFaultInfo());
        }
        if (failure instanceof AuthenticationFailedException refused) {
            return refused(refused.getFaultInfo());
        }
        return new Diagnosis(Verdict.LATER, gatewayUrl + ": " + unreached(failure));
    }

    private static Diagnosis version(VersionNotSupportedInfo info) {
        return new Diagnosis(Verdict.NEVER, "the gateway speaks protocol " + info.getLowestProtocol() + " to "
                + info.getHighestProtocol() + ", this client " + VpnGateway.PROTOCOL + ": install a version of this client that fits");
    }

    private static Diagnosis refused(AuthenticationFailedInfo info) {
        String problem = "the gateway refused this client (" + info.getReason() + "): " + info.getMessage();
        return PASSING.contains(info.getReason())
                ? new Diagnosis(Verdict.LATER, problem)
                : new Diagnosis(Verdict.NEVER, problem + "; check clientId and secret in etc/" + TunnelSettings.PID
                        + ".cfg against the gateway's file for this client, then connect again");
    }

    private static String unreached(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return "no usable answer (" + root(failure) + "); " + CHECK_URL;
    }

    /** In words, or null if this is not a cause that an operator can do something about. */
    private static String known(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "no such host; " + CHECK_URL;
        } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return "not reached (" + cause.getMessage() + "); " + CHECK_URL;
        } else if (cause instanceof SocketTimeoutException) {
            return "no answer in time (" + cause.getMessage() + "); " + CHECK_URL;
        } else if (cause instanceof SSLException) {
            return "no secure connection (" + cause.getMessage() + "); check the gateway's certificate and the client's truststore";
        } else if (cause instanceof HTTPException http) {
            return "HTTP status " + http.getResponseCode() + " " + http.getResponseMessage() + "; " + CHECK_URL;
        } else if (cause instanceof SOAPFaultException) {
            return "the gateway reports a fault (" + cause.getMessage() + "); its log says more";
        }
        return null;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
