package com.softellect.vpn.endpoint.internal;

import java.io.IOException;
import javax.servlet.ServletConfig;
import javax.servlet.ServletContext;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.cxf.Bus;
import org.apache.cxf.BusException;
import org.apache.cxf.binding.soap.SoapTransportFactory;
import org.apache.cxf.service.model.EndpointInfo;
import org.apache.cxf.transport.Destination;
import org.apache.cxf.transport.DestinationFactoryManager;
import org.apache.cxf.transport.http.DestinationRegistry;
import org.apache.cxf.transport.http.HTTPTransportFactory;
import org.apache.cxf.transport.servlet.ServletDestination;

/**
 * CXF's SOAP over HTTP, where a {@link Doorkeeper} is the first to see each call: CXF itself makes a message of a call, and copies its
 * headers, before the first interceptor can say no. Thread-safe.
 */
final class GuardedTransport extends SoapTransportFactory {

    private static final String HTTP = "http://cxf.apache.org/transports/http";

    private final Entrance door;

    /** Who is the first to see a call. */
    @FunctionalInterface
    interface Entrance {
        void receive(Call call) throws IOException;
    }

    GuardedTransport(Entrance door) {
        this.door = door;
    }

    @Override
    public Destination getDestination(EndpointInfo endpoint, Bus bus) throws IOException {
        DestinationRegistry registry;
        try {
            registry = ((HTTPTransportFactory) bus.getExtension(DestinationFactoryManager.class).getDestinationFactory(HTTP)).getRegistry();
        } catch (BusException e) {
            throw new IOException("CXF has no HTTP transport", e);
        }
        if (bus.getExtension(ClassLoader.class) == null) {
            // Else CXF looks for one with each call, through all that it knows, in vain: a twelfth of what a call costs.
            bus.setExtension(Bus.class.getClassLoader(), ClassLoader.class);
        }
        GuardedDestination destination = new GuardedDestination(bus, registry, endpoint, door);
        registry.addDestination(destination);
        destination.finalizeConfig();
        return destination;
    }

    /** The service's place on CXF's servlet. */
    private static final class GuardedDestination extends ServletDestination {

        private final Entrance door;

        GuardedDestination(Bus bus, DestinationRegistry registry, EndpointInfo endpoint, Entrance door) throws IOException {
            super(bus, registry, endpoint, endpoint.getAddress());
            this.door = door;
        }

        @Override
        public void invoke(ServletConfig config, ServletContext context, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            if (request.getAttribute(CXF_CONTINUATION_MESSAGE) != null) {
                super.invoke(config, context, request, response); // a poll that was parked inside goes on
            } else {
                door.receive(new Call(request, response, inside -> super.invoke(config, context, inside, response)));
            }
        }
    }
}
