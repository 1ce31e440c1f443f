package com.softellect.vpn.contract;

import javax.xml.ws.WebFault;

/** The session is unknown, has expired or was replaced: authenticate again. */
@WebFault(name = "sessionExpired", targetNamespace = VpnGateway.NAMESPACE)
public class SessionExpiredException extends Exception {

    private final transient SessionExpiredInfo info;

    public SessionExpiredException(SessionExpiredInfo info) {
        this(info.getMessage(), info);
    }

    /** As JAX-WS makes it from a fault on the wire. */
    public SessionExpiredException(String message, SessionExpiredInfo info) {
        super(message);
        this.info = info;
    }

    /** The fault's detail; the name is JAX-WS's. */
    public SessionExpiredInfo getFaultInfo() {
        return info;
    }
}
