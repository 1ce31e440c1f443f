package com.softellect.vpn.https.internal;

import com.softellect.vpn.api.client.AddressGuard;
import org.eclipse.jetty.server.Server;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Opens the HTTPS port on Pax Web's server for as long as that runs; a server that Pax Web makes in its place gets the port anew. The port is opened in
 * {@link #start}, not in the constructor, and the component offers no service: see the class comment of the endpoint's Endpoint.
 */
@Component(service = {}, immediate = true)
public final class Door {

    private final Server server;
    private final TlsDoor door;

    /** Dynamic: the port stays open while the bundle that knows strangers is replaced. Published by the component runtime. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile AddressGuard guard;

    @Activate
    public Door(@Reference DoorPlan plan, @Reference Server server, @Reference DoorCounters counters) {
        this.server = server;
        this.door = new TlsDoor(plan.settings(), plan.identity(), this::isRefused, this::isKnown, counters);
    }

    private boolean isRefused(String address) {
        AddressGuard now = guard;
        return now != null && !now.admitsConnection(address);
    }

    private boolean isKnown(String address) {
        AddressGuard now = guard;
        return now != null && now.isKnown(address);
    }

    @Activate
    public void start() {
        door.open(server);
    }

    /** The port that is listened on, once it has started. */
    int port() {
        return door.port();
    }

    @Deactivate
    public void stop() {
        door.close();
    }
}
