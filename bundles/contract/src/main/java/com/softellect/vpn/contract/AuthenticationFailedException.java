package com.softellect.vpn.contract;

import javax.xml.ws.WebFault;

/** The client was not let in. */
@WebFault(name = "authenticationFailed", targetNamespace = VpnGateway.NAMESPACE)
public class AuthenticationFailedException extends Exception {

    private final transient AuthenticationFailedInfo info;

    public AuthenticationFailedException(AuthenticationFailedInfo info) {
        this(info.getMessage(), info);
    }

    /** As JAX-WS makes it from a fault on the wire. */
    public AuthenticationFailedException(String message, AuthenticationFailedInfo info) {
        super(message);
        this.info = info;
    }

    /** The fault's detail; the name is JAX-WS's. */
    public AuthenticationFailedInfo getFaultInfo() {
        return info;
    }
}
