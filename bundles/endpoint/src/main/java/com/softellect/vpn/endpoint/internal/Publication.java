package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.contract.Authenticate;
import com.softellect.vpn.contract.AuthenticateResponse;
import com.softellect.vpn.contract.AuthenticationFailedException;
import com.softellect.vpn.contract.Disconnect;
import com.softellect.vpn.contract.DisconnectResponse;
import com.softellect.vpn.contract.GetVersionInfo;
import com.softellect.vpn.contract.GetVersionInfoResponse;
import com.softellect.vpn.contract.LimitExceededException;
import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.SendPacketsResponse;
import com.softellect.vpn.contract.SessionExpiredException;
import com.softellect.vpn.contract.VersionNotSupportedException;
import com.softellect.vpn.contract.VpnGateway;
import com.softellect.vpn.datapath.MessageBuffers;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.jws.WebService;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.logging.FaultListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place on CXF's servlet where the SOAP service is. It stays while the endpoint begins anew, with another registry for example: to make it
 * takes CXF longer than all the rest of the endpoint. Only for another path or other limits it is made again.
 *
 * <p>It has no settings, no references beside one that stays as long as this bundle runs, and is immediate, so the component runtime has no reason to end it
 * before: not even when nobody uses it for a moment.
 *
 * <p>Calls are served by any thread; the other methods are called one after the other.
 */
@Component(service = Publication.class, immediate = true)
public final class Publication {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final ErrorLog errors = new ErrorLog(LOG, System::nanoTime);
    private final PlainFaults faults;

    /** What an endpoint has used the next one uses again: these are large and have become old, and as garbage would cost a full collection. */
    private final BodyArrays arrays = new BodyArrays();
    private final MessageBuffers buffers = new MessageBuffers();

    /** Guarded by this, as is the next; null while there is none. */
    private Server server;
    private Terms terms;

    /** Published by {@link #open}; null while there is no endpoint. */
    private volatile Inside inside;

    @Activate
    public Publication(@Reference EndpointCounters counters) {
        this.faults = new PlainFaults(errors, counters);
    }

    /** What makes another server necessary. */
    private record Terms(String path, Limits limits) {
    }

    /** Who serves. */
    private record Inside(VpnGateway service, Door door) {
    }

    /** Where what goes wrong is written. */
    ErrorLog errors() {
        return errors;
    }

    /** For bodies of calls. */
    BodyArrays arrays() {
        return arrays;
    }

    /** For answers. */
    MessageBuffers buffers() {
        return buffers;
    }

    /** From now on calls for that path are served by these. */
    synchronized void open(String path, Limits limits, VpnGateway service, Door door) {
        Terms wanted = new Terms(path, limits);
        if (!wanted.equals(terms)) {
            close();
            server = publish(wanted);
            terms = wanted;
            LOG.info("endpoint published at CXF path {}, on the address and port of etc/com.softellect.vpn.https.cfg", path);
        }
        inside = new Inside(service, door);
    }

    /** From now on there is nobody who serves. Nothing is kept of those who did. */
    void vacate() {
        inside = null;
    }

    @Deactivate
    public synchronized void close() {
        if (server != null) {
            server.destroy();
            server = null;
            terms = null;
            LOG.info("endpoint withdrawn");
        }
    }

    /** CXF finds its own classes through the thread's class loader, which in OSGi is not its own. */
    private Server publish(Terms wanted) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(JaxWsServerFactoryBean.class.getClassLoader());
        try {
            JaxWsServerFactoryBean factory = new JaxWsServerFactoryBean();
            factory.setServiceBean(new Service());
            factory.setServiceClass(VpnGateway.class);
            factory.setAddress(wanted.path());
            factory.setDestinationFactory(new GuardedTransport(this::receive));
            factory.setWsdlLocation(VpnGateway.class.getResource(VpnGateway.WSDL).toString());
            factory.getInInterceptors().addAll(List.of(new MtomForThoseWhoAsk(), new Understood()));
            factory.getOutFaultInterceptors().add(faults);
            factory.setProperties(properties(wanted.limits()));
            return factory.create();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A fault is an answer to its caller, not an event for the log: anybody could fill the log with them. */
    private static Map<String, Object> properties(Limits limits) {
        Map<String, Object> properties = new HashMap<>(MessageBounds.properties(limits));
        properties.put(FaultListener.class.getName(), (FaultListener) (fault, description, message) -> {
            LOG.debug("{}: {}", description, fault.toString());
            return false;
        });
        return properties;
    }

    private void receive(Call call) throws IOException {
        Inside now = inside;
        if (now == null) {
            Refusal.BUSY.send(call.response());
        } else {
            now.door().receive(call);
        }
    }

    private VpnGateway now() {
        Inside now = inside;
        if (now == null) {
            throw new IllegalStateException("a call went on after its endpoint had ended");
        }
        return now.service();
    }

    /** What CXF knows: whoever serves at the moment. */
    @WebService(targetNamespace = VpnGateway.NAMESPACE, serviceName = VpnGateway.SERVICE, portName = VpnGateway.PORT,
            endpointInterface = "com.softellect.vpn.contract.VpnGateway")
    private final class Service implements VpnGateway {

        @Override
        public GetVersionInfoResponse getVersionInfo(GetVersionInfo request) {
            return now().getVersionInfo(request);
        }

        @Override
        public AuthenticateResponse authenticate(Authenticate request) throws AuthenticationFailedException, VersionNotSupportedException {
            return now().authenticate(request);
        }

        @Override
        public SendPacketsResponse sendPackets(SendPackets request) throws SessionExpiredException, LimitExceededException {
            return now().sendPackets(request);
        }

        @Override
        public ReceivePacketsResponse receivePackets(ReceivePackets request) throws SessionExpiredException {
            return now().receivePackets(request);
        }

        @Override
        public DisconnectResponse disconnect(Disconnect request) throws SessionExpiredException {
            return now().disconnect(request);
        }
    }
}
