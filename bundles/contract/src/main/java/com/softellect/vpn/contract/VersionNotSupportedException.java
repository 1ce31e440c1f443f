package com.softellect.vpn.contract;

import javax.xml.ws.WebFault;

/** The gateway does not speak the client's version of the protocol. */
@WebFault(name = "versionNotSupported", targetNamespace = VpnGateway.NAMESPACE)
public class VersionNotSupportedException extends Exception {

    private final transient VersionNotSupportedInfo info;

    public VersionNotSupportedException(VersionNotSupportedInfo info) {
        this(info.getMessage(), info);
    }

    /** As JAX-WS makes it from a fault on the wire. */
    public VersionNotSupportedException(String message, VersionNotSupportedInfo info) {
        super(message);
        this.info = info;
    }

    /** The fault's detail; the name is JAX-WS's. */
    public VersionNotSupportedInfo getFaultInfo() {
        return info;
    }
}
