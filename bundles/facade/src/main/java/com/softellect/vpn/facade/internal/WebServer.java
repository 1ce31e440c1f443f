package com.softellect.vpn.facade.internal;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Finds Pax Web's Jetty server, and publishes it as a service while it runs, for the door. Pax Web takes a handler from the service registry into each server that it makes, and
 * makes a new one whenever its settings change; from this one the door learns which server it is, and it is in this bundle because this is not swapped. It stands before all contexts, and lets
 * nothing but the service be reached through the door, whatever else this Karaf serves. A component without settings and references, because Pax Web also makes a new server when a handler comes or goes.
 *
 * <p>It is published from here rather than by the component runtime, and only while the server is started: a connector that
 * could not be bound would fail the start of a server that it was added to earlier.
 *
 * <p>Jetty starts and stops it, one after the other.
 */
@Component(service = Handler.class, property = "service.ranking:Integer=100")
public final class WebServer extends AbstractHandler {

    /** CXF's context: nothing else is served to clients. */
    private static final String SERVICE = "/cxf/";

    /** The name of the door's connector. */
    private static final String DOOR = "vpn-https";

    private final BundleContext context;
    private final LifeCycle.Listener listener = new LifeCycle.Listener() {
        @Override
        public void lifeCycleStarted(LifeCycle server) {
            publish((Server) server);
        }

        @Override
        public void lifeCycleStopping(LifeCycle server) {
            withdraw();
        }
    };

    /** Set by {@link #publish}, null while the server does not run. */
    private ServiceRegistration<Server> published;

    @Activate
    public WebServer(BundleContext context) {
        this.context = context;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getServer().addLifeCycleListener(listener);
        if (getServer().isStarted()) {
            publish(getServer());
        }
    }

    @Override
    protected void doStop() throws Exception {
        getServer().removeLifeCycleListener(listener);
        withdraw();
        super.doStop();
    }

    private void publish(Server server) {
        published = context.registerService(Server.class, server, null);
    }

    private void withdraw() {
        if (published != null) {
            published.unregister();
            published = null;
        }
    }

    @Override
    public void handle(String target, Request baseRequest, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!target.startsWith(SERVICE) && DOOR.equals(baseRequest.getHttpChannel().getConnector().getName())) {
            baseRequest.setHandled(true);
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
