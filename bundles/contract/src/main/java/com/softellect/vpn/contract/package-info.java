/**
 * The SOAP contract. {@code vpn-gateway.wsdl} and {@code vpn-gateway.xsd} come first; the classes follow them, and a test keeps
 * them together.
 */
@Version("1.2.0")
@XmlSchema(namespace = VpnGateway.NAMESPACE, elementFormDefault = XmlNsForm.QUALIFIED)
package com.softellect.vpn.contract;

import javax.xml.bind.annotation.XmlNsForm;
import javax.xml.bind.annotation.XmlSchema;
import org.osgi.annotation.versioning.Version;
