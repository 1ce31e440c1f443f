package com.softellect.vpn.tunnel.internal;

import java.io.IOException;
import java.net.HttpURLConnection;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transport.http.HTTPException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what CXF throws away of an HTTP error: how long the gateway wants to be left alone. Thread-safe, stateless. */
final class BusyDetector extends AbstractPhaseInterceptor<Message> {

    private static final Logger LOG = LoggerFactory.getLogger(BusyDetector.class);

    BusyDetector() {
        super(Phase.SETUP);
    }

    @Override
    public void handleMessage(Message request) {
        // the request as such is none of its business
    }

    /** Puts the more telling exception in the place of CXF's. */
    @Override
    public void handleFault(Message request) {
        Exception failure = request.getContent(Exception.class);
        if (failure != null && failure.getCause() instanceof HTTPException
                && request.get(HTTPConduit.KEY_HTTP_CONNECTION) instanceof HttpURLConnection answered) {
            try {
                GatewayBusyException busy = GatewayBusyException.of(answered);
                if (busy != null) {
                    request.setContent(Exception.class, new Fault(busy));
                }
            } catch (IOException e) {
                LOG.debug("an HTTP error could not be read", e);
            }
        }
    }
}
