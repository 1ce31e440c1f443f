package com.softellect.vpn.contract;

import javax.jws.WebMethod;
import javax.jws.WebParam;
import javax.jws.WebResult;
import javax.jws.WebService;
import javax.jws.soap.SOAPBinding;

/**
 * The gateway as its clients see it: the port type of {@code vpn-gateway.wsdl}, which is the contract; this interface follows
 * it. Document/literal, SOAP 1.1.
 */
@WebService(name = "VpnGateway", targetNamespace = VpnGateway.NAMESPACE)
@SOAPBinding(parameterStyle = SOAPBinding.ParameterStyle.BARE)
public interface VpnGateway {

    /** The namespace of messages and service. */
    String NAMESPACE = "http://softellect.com/vpn/gateway/1";

    /** The WSDL as a resource of this class. */
    String WSDL = "vpn-gateway.wsdl";

    /** The local names of service and port in the WSDL. */
    String SERVICE = "VpnGatewayService";
    String PORT = "VpnGatewayPort";

    /** The version of the protocol that this contract is. */
    int PROTOCOL = 1;

    /**
     * Who is there, and which versions of this protocol it speaks. This operation never changes.
     */
    @WebMethod
    @WebResult(name = "getVersionInfoResponse", targetNamespace = NAMESPACE, partName = "parameters")
    GetVersionInfoResponse getVersionInfo(
            @WebParam(name = "getVersionInfo", targetNamespace = NAMESPACE, partName = "parameters") GetVersionInfo request);

    /**
     * Opens a session. A session that the client has already is replaced.
     */
    @WebMethod
    @WebResult(name = "authenticateResponse", targetNamespace = NAMESPACE, partName = "parameters")
    AuthenticateResponse authenticate(
            @WebParam(name = "authenticate", targetNamespace = NAMESPACE, partName = "parameters") Authenticate request)
            throws AuthenticationFailedException, VersionNotSupportedException;

    /**
     * Carries a batch of packets from the client to the gateway.
     */
    @WebMethod
    @WebResult(name = "sendPacketsResponse", targetNamespace = NAMESPACE, partName = "parameters")
    SendPacketsResponse sendPackets(
            @WebParam(name = "sendPackets", targetNamespace = NAMESPACE, partName = "parameters") SendPackets request)
            throws SessionExpiredException, LimitExceededException;

    /**
     * Long poll: answers at once if packets wait for the client, else as soon as one comes, else without packets
     * after 250 ms. The client calls again at once.
     */
    @WebMethod
    @WebResult(name = "receivePacketsResponse", targetNamespace = NAMESPACE, partName = "parameters")
    ReceivePacketsResponse receivePackets(
            @WebParam(name = "receivePackets", targetNamespace = NAMESPACE, partName = "parameters") ReceivePackets request)
            throws SessionExpiredException;

    /**
     * Ends the session.
     */
    @WebMethod
    @WebResult(name = "disconnectResponse", targetNamespace = NAMESPACE, partName = "parameters")
    DisconnectResponse disconnect(
            @WebParam(name = "disconnect", targetNamespace = NAMESPACE, partName = "parameters") Disconnect request)
            throws SessionExpiredException;
}
