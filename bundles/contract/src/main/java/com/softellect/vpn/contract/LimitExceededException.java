package com.softellect.vpn.contract;

import javax.xml.ws.WebFault;

/** The message is over a limit; nothing of it was used. */
@WebFault(name = "limitExceeded", targetNamespace = VpnGateway.NAMESPACE)
public class LimitExceededException extends Exception {

    private final transient LimitExceededInfo info;

    public LimitExceededException(LimitExceededInfo info) {
        this(info.getMessage(), info);
    }

    /** As JAX-WS makes it from a fault on the wire. */
    public LimitExceededException(String message, LimitExceededInfo info) {
        super(message);
        this.info = info;
    }

    /** The fault's detail; the name is JAX-WS's. */
    public LimitExceededInfo getFaultInfo() {
        return info;
    }
}
