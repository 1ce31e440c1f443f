package com.softellect.vpn.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import javax.jws.WebMethod;
import javax.xml.XMLConstants;
import javax.xml.bind.JAXBContext;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.ws.WebFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The WSDL and XSD are the contract; the classes follow. */
class ContractTest {

    private static final byte[] BYTES = {0x45, 0, 0, 20};

    /** One message of each kind, all elements filled. */
    static List<Object> messages() {
        List<Option> options = List.of(new Option("compression", "none"));
        return List.of(new GetVersionInfo(), new GetVersionInfoResponse("p", "1", 1, 1, 5),
                new Authenticate(1, "alice", "ed25519", 5, BYTES, BYTES, "test 1", options),
                new AuthenticateResponse("id", "10.66.77.2", 24, "10.66.77.1", 1500, 60, 100, 70_000, 4, 2, options)
                        .withPushed(List.of("10.20.0.0/16", "10.30.0.0/16"), List.of("10.66.77.1"), List.of("corp.example")),
                new SendPackets("id", 7, List.of(BYTES, BYTES)), new SendPacketsResponse(2), new ReceivePackets("id"),
                new ReceivePacketsResponse(9, List.of(BYTES, BYTES)), new Disconnect("id"), new DisconnectResponse(),
                new SessionExpiredInfo("m"), new SessionExpiredInfo("m", "REPLACED"), new AuthenticationFailedInfo("REFUSED", "m"), new VersionNotSupportedInfo(1, 1, "m"),
                new LimitExceededInfo("packetBytes", 65_535, "m"));
    }

    private static Schema schema() throws SAXException {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(VpnGateway.class.getResource("vpn-gateway.xsd"));
    }

    private static Document parse(String resource) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(VpnGateway.class.getResource(resource).toString());
    }

    private static List<String> names(Element parent, String namespace, String element) {
        NodeList nodes = parent.getElementsByTagNameNS(namespace, element);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            names.add(((Element) nodes.item(i)).getAttribute("name"));
        }
        return names;
    }

    private static String xml(Object message) throws Exception {
        StringWriter text = new StringWriter();
        JAXBContext.newInstance(message.getClass()).createMarshaller().marshal(message, text);
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatTheClassesWriteIsWhatTheSchemaAllowsAndReadsBackTheSame(Object message) throws Exception {
        String written = xml(message);
        schema().newValidator().validate(new StreamSource(new StringReader(written)));
        Object read = JAXBContext.newInstance(message.getClass()).createUnmarshaller().unmarshal(new StringReader(written));
        assertThat(read).usingRecursiveComparison().isEqualTo(message);
    }

    @Test
    void everyElementOfTheSchemaHasItsClassAndEveryClassItsElement() throws Exception {
        TreeSet<String> inSchema = new TreeSet<>();
        NodeList all = parse("vpn-gateway.xsd").getDocumentElement().getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            if ("element".equals(all.item(i).getLocalName())) {
                inSchema.add(((Element) all.item(i)).getAttribute("name"));
            }
        }
        TreeSet<String> inClasses = new TreeSet<>();
        messages().forEach(m -> inClasses.add(m.getClass().getAnnotation(XmlRootElement.class).name()));
        assertThat(inClasses).isEqualTo(inSchema);
    }

    @Test
    void theOperationsAndTheirFaultsAreThoseOfTheWsdl() throws Exception {
        String wsdl = "http://schemas.xmlsoap.org/wsdl/";
        Element portType = (Element) parse(VpnGateway.WSDL).getElementsByTagNameNS(wsdl, "portType").item(0);
        NodeList operations = portType.getElementsByTagNameNS(wsdl, "operation");
        List<String> inWsdl = new ArrayList<>();
        for (int i = 0; i < operations.getLength(); i++) {
            Element operation = (Element) operations.item(i);
            inWsdl.add(operation.getAttribute("name") + new TreeSet<>(names(operation, wsdl, "fault")));
        }
        List<String> inClasses = new ArrayList<>();
        for (Method method : VpnGateway.class.getMethods()) {
            assertThat(method.getAnnotation(WebMethod.class)).as(method.getName()).isNotNull();
            TreeSet<String> faults = new TreeSet<>();
            Arrays.stream(method.getExceptionTypes()).map(e -> e.getAnnotation(WebFault.class).name())
                    .forEach(f -> faults.add(Character.toUpperCase(f.charAt(0)) + f.substring(1)));
            inClasses.add(method.getName() + faults);
        }
        assertThat(inClasses).containsExactlyInAnyOrderElementsOf(inWsdl);
    }

    @Test
    void theSchemaRefusesWhatNoPacketCanBe() throws Exception {
        for (Object refused : List.of(new SendPackets("id", 0, List.of(new byte[0])), new SendPackets("id", 0, List.of(new byte[65_536])),
                new SendPackets("id", -1, List.of(BYTES)), new ReceivePacketsResponse(0, java.util.Collections.nCopies(101, BYTES)))) {
            String written = xml(refused);
            assertThatThrownBy(() -> schema().newValidator().validate(new StreamSource(new StringReader(written))))
                    .isInstanceOf(SAXException.class);
        }
    }
}
