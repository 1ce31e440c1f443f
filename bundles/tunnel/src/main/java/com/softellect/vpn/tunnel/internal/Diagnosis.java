package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.contract.AuthenticationFailedException;
import com.softellect.vpn.contract.AuthenticationFailedInfo;
import com.softellect.vpn.contract.SessionExpiredException;
import com.softellect.vpn.contract.SessionExpiredInfo;
import com.softellect.vpn.contract.VersionNotSupportedException;
import com.softellect.vpn.contract.VersionNotSupportedInfo;
import com.softellect.vpn.contract.VpnGateway;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.xml.ws.soap.SOAPFaultException;
import org.apache.cxf.transport.http.HTTPException;

/**
 * What a failed call means. Reasons that this version does not know may pass by themselves.
 *
 * @param verdict          what to do about it
 * @param problem          what happened and what to do, for an operator
 * @param retryAfterMillis how long the gateway wants to be left alone at least, in milliseconds; 0 if it does not say
 */
record Diagnosis(Verdict verdict, String problem, long retryAfterMillis) {

    enum Verdict {
        /** Ask again at once. */
        AT_ONCE,
        /** Ask again after a pause: it may pass by itself. */
        LATER,
        /** Asking again is useless until somebody has changed something. */
        NEVER
    }

    private static final String THEN_CONNECT = ", then vpn:connect FILE";
    private static final String CHECK_GATEWAY = "check that the gateway runs and is reached under this URL; if its address has changed have its"
            + " operator issue a new profile" + THEN_CONNECT;

    static Diagnosis of(Throwable failure, String gatewayUrl) {
        if (failure instanceof SessionExpiredException expired) {
            return sessionEnded(expired);
        }
        if (failure instanceof VersionNotSupportedException unsupported) {
            return version(unsupported.getFaultInfo());
        }
        if (failure instanceof AuthenticationFailedException refused) {
            return notLetIn(refused.getFaultInfo());
        }
        return unreached(failure, gatewayUrl);
    }

    /** Whether the other side was connected to, and then nothing came any more. */
    static boolean stoodStill(Throwable failure) {
        SocketTimeoutException late = cause(failure, SocketTimeoutException.class);
        return late != null && String.valueOf(late.getMessage()).contains("Read timed out");
    }

    /** Whether another than the gateway answered, with a key that is none of its own: a captive portal, if nothing worse. */
    static boolean isOfSomebodyElse(Throwable failure) {
        return cause(failure, UnexpectedPinException.class) != null;
    }

    private static Diagnosis never(String problem) {
        return new Diagnosis(Verdict.NEVER, problem, 0);
    }

    private static Diagnosis later(String problem) {
        return new Diagnosis(Verdict.LATER, problem, 0);
    }

    private static Diagnosis sessionEnded(SessionExpiredException expired) {
        SessionExpiredInfo info = expired.getFaultInfo();
        String reason = info.getReason() == null ? "IDLE" : info.getReason();
        String said = " (" + reason + ": " + info.getMessage() + ")";
        return switch (reason) {
            case "IDLE", "ADMINISTRATOR", "DISCONNECTED" ->
                new Diagnosis(Verdict.AT_ONCE, "the gateway has ended the session" + said, 0);
            case "REPLACED" -> never("this profile has connected elsewhere, and the newest connection counts" + said
                    + ". If that was you, vpn:connect takes the connection back; if not, somebody has a copy of the key: have the gateway's"
                    + " operator change it with vpn:client-rotate" + THEN_CONNECT);
            case "REVOKED" -> never("the gateway's operator has disabled or removed this client" + said
                    + "; after vpn:client-enable there, vpn:connect");
            case "EXPIRED" -> never("this client's time is over" + said + ": ask the gateway's operator for more, then vpn:connect");
            case "KEY_CHANGED" -> never("this client has got another key" + said
                    + ": get the new profile from the gateway's operator" + THEN_CONNECT);
            default -> later("the gateway has ended the session" + said);
        };
    }

    private static Diagnosis version(VersionNotSupportedInfo info) {
        boolean gatewayIsOlder = info.getHighestProtocol() < VpnGateway.PROTOCOL;
        return never("the gateway speaks protocol " + info.getLowestProtocol() + " to " + info.getHighestProtocol() + ", this client "
                + VpnGateway.PROTOCOL + ": update " + (gatewayIsOlder ? "the gateway" : "this client") + ", then vpn:connect");
    }

    private static Diagnosis notLetIn(AuthenticationFailedInfo info) {
        String said = " (" + info.getReason() + ": " + info.getMessage() + ")";
        return switch (info.getReason() == null ? "" : info.getReason()) {
            case "REFUSED" -> never("the gateway does not know this client with this key" + said
                    + ": it was removed or its key was changed; get a new profile from the gateway's operator" + THEN_CONNECT);
            case "DISABLED" -> never("the gateway's operator has disabled this client" + said
                    + ": ask the operator; after vpn:client-enable there, vpn:connect");
            case "EXPIRED" -> never("this client's time is over" + said + ": ask the gateway's operator for more, then vpn:connect");
            default -> later("the gateway does not let this client in now" + said);
        };
    }

    private static Diagnosis unreached(Throwable failure, String gatewayUrl) {
        String at = gatewayUrl + ": ";
        UnexpectedPinException unexpected = cause(failure, UnexpectedPinException.class);
        if (unexpected != null) {
            return pin(unexpected, at);
        }
        GatewayBusyException busy = cause(failure, GatewayBusyException.class);
        if (busy != null) {
            return new Diagnosis(Verdict.LATER, at + "it is too busy now (" + busy.getMessage() + ")", busy.retryAfterMillis());
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = known(cause);
            if (known != null) {
                return later(at + known);
            }
        }
        SOAPFaultException fault = cause(failure, SOAPFaultException.class);
        return later(at + (fault == null ? "no usable answer (" + root(failure) + "); " + CHECK_GATEWAY
                : "the gateway reports a fault (" + fault.getMessage() + "); its log says more"));
    }

    /** A key that the profile has too is no danger: the gateway was given its next certificate, or this is its neighbour. */
    private static Diagnosis pin(UnexpectedPinException unexpected, String at) {
        if (unexpected.isInProfile()) {
            return new Diagnosis(Verdict.AT_ONCE, at + "the gateway has changed to another of its keys (" + unexpected.getMessage() + ")", 0);
        }
        return never(at + "this is not the gateway of the profile, or its key was changed: " + unexpected.getMessage()
                + ", which the profile does not have. Nothing was sent to it. Ask the gateway's operator whether vpn:identity there shows this key: if"
                + " so, for a new profile" + THEN_CONNECT + "; if not, somebody stands between you and the gateway");
    }

    /** In words, or null if this is not a cause that an operator can do something about. CXF makes a fault also of a message that could not be sent. */
    private static String known(Throwable cause) {
        if (cause instanceof ProxyException) {
            return "not reached through the proxy: " + cause.getMessage();
        } else if (cause instanceof UnknownHostException) {
            return "no such host; " + CHECK_GATEWAY;
        } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return "not reached (" + cause.getMessage() + "); " + CHECK_GATEWAY;
        } else if (cause instanceof SocketTimeoutException) {
            return "no answer in time (" + cause.getMessage() + "); " + CHECK_GATEWAY;
        } else if (cause instanceof SSLException) {
            return "no secure connection (" + cause.getMessage() + "); a gateway without TLS 1.3 should be updated, or set tls12 in "
                    + TunnelSettings.FILE + " to true";
        } else if (cause instanceof HTTPException http) {
            return "HTTP status " + http.getResponseCode() + " " + http.getResponseMessage() + "; " + CHECK_GATEWAY;
        }
        return null;
    }

    private static <T extends Throwable> T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
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
