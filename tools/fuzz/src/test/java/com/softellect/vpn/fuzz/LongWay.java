package com.softellect.vpn.fuzz;

import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.SendPacketsResponse;
import java.io.ByteArrayInputStream;
import javax.xml.bind.JAXBContext;
import javax.xml.bind.JAXBException;
import javax.xml.bind.Unmarshaller;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What CXF's XML parser and JAXB make of a message. Used by one thread. */
final class LongWay {

    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";

    private final XMLInputFactory xml = XMLInputFactory.newInstance();
    private final Unmarshaller jaxb;

    LongWay() {
        xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            jaxb = JAXBContext.newInstance(SendPackets.class, SendPacketsResponse.class, ReceivePackets.class, ReceivePacketsResponse.class)
                    .createUnmarshaller();
            jaxb.setEventHandler(mistake -> false);
        } catch (JAXBException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The one message in a SOAP body without headers.
     *
     * @throws AssertionError if that is not what it is
     */
    Object read(byte[] message) {
        try {
            XMLStreamReader reader = xml.createXMLStreamReader(new ByteArrayInputStream(message), "UTF-8");
            reader.nextTag();
            reader.require(XMLStreamConstants.START_ELEMENT, SOAP, "Envelope");
            reader.nextTag();
            reader.require(XMLStreamConstants.START_ELEMENT, SOAP, "Body");
            reader.nextTag();
            Object read = jaxb.unmarshal(reader); // stops behind its end tag
            reader.require(XMLStreamConstants.END_ELEMENT, SOAP, "Body");
            reader.nextTag();
            reader.require(XMLStreamConstants.END_ELEMENT, SOAP, "Envelope");
            while (reader.hasNext()) {
                reader.next();
            }
            return read;
        } catch (XMLStreamException | JAXBException e) {
            throw new AssertionError("a real XML parser does not read it", e);
        }
    }
}
