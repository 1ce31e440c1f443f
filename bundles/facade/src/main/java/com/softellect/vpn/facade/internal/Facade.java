package com.softellect.vpn.facade.internal;

import com.softellect.vpn.api.gateway.GatewayEndpoint;
import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The stable side of the endpoint, in front of all that Pax Web's Jetty serves: while the endpoint is away its calls are held, without a thread, and
 * when it is back they go on as if they had just come. Whatever layer below the endpoint is swapped, the endpoint is away for that time, so
 * this is the one place where calls wait.
 *
 * <p>Never swapped itself: Pax Web makes a new server, and cuts all connections, when a handler comes or goes. Any thread.
 */
@Component(service = Handler.class, property = "service.ranking:Integer=200")
public final class Facade extends AbstractHandler {

    /** On a request that this has let in: the server's handlers are at it, from the first one on. */
    private static final String INSIDE = Facade.class.getName() + ".inside";

    /** A call that CXF has suspended and goes on with: it came in before, and its endpoint waits for it. */
    private static final String SUSPENDED_INSIDE = "cxf.continuation.message";

    /** How long calls are held: time for a version that does not start, and for the one before it to be put back. Clients wait longer. */
    private static final long HELD_MILLIS = 8000;

    /** How long they are held before the first endpoint, while Karaf starts: clients of the process before this one are back at once. */
    private static final long START_MILLIS = 20_000;

    private final Turnstile turnstile;

    @Activate
    public Facade() {
        this(START_MILLIS, HELD_MILLIS);
    }

    Facade(long startMillis, long heldMillis) {
        turnstile = new Turnstile(startMillis, heldMillis, System::nanoTime);
    }

    /** Dynamic: standing still while it comes and goes is what this is for. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public void bindEndpoint(GatewayEndpoint endpoint) {
        turnstile.open(endpoint.path());
    }

    /** Returns when the calls that came in have been served, as far as they do not wait for anything. */
    public void unbindEndpoint(GatewayEndpoint endpoint) {
        turnstile.close();
    }

    /** Pax Web asks its handlers one after the other, this one early: to be there when the others have done with a call it has them asked itself. */
    @Override
    public void handle(String target, Request baseRequest, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (!turnstile.isFor(target) || request.getAttribute(SUSPENDED_INSIDE) != null || request.getAttribute(INSIDE) != null) {
            return;
        }
        if (turnstile.enter()) {
            request.setAttribute(INSIDE, true);
            try {
                getServer().getHandler().handle(target, baseRequest, request, response);
            } finally {
                request.removeAttribute(INSIDE);
                turnstile.exit();
            }
            return;
        }
        baseRequest.setHandled(true);
        turnstile.hold(new HeldCall(request.startAsync(), response));
    }
}
