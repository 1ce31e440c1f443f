package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.NetworkListener;
import com.softellect.vpn.api.surroundings.Surroundings;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import com.softellect.vpn.api.surroundings.SurroundingsStatus;
import com.softellect.vpn.api.surroundings.TunnelLink;
import com.sun.jna.Platform;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The surroundings as a service. Settings that can't be used are told to whoever wants to connect: without the service the tunnel would go without a kill
 * switch that is wanted.
 *
 * <p>Threads: all methods may be called by any thread. {@code vpn-surroundings-look} looks at the network after a change, when it has been
 * quiet for a moment: one plug that is pulled is many changes.
 */
@Component(configurationPid = SurroundingsSettings.PID, immediate = true)
@Designate(ocd = SurroundingsSettings.class)
public final class SurroundingsComponent implements Surroundings {

    private static final Logger LOG = LoggerFactory.getLogger(SurroundingsComponent.class);

    /** What is in force is left under. */
    private static final String LAYER = "surroundings";
    private static final int VERSION = 1;

    /** How long a look that is under way may take to end, in milliseconds. */
    private static final long PATIENCE_MILLIS = 5000;

    /** After the first of several changes of the network, in milliseconds. */
    private static final long QUIET_MILLIS = 250;

    private final Handover handover;
    private final HostSystem host;
    private final SystemSurroundings system;
    private final AtomicBoolean lookIsDue = new AtomicBoolean();

    /** Both from activation to deactivation; the component runtime calls them one after the other. */
    private ScheduledThreadPoolExecutor scheduler;
    private Runnable endOfHearing;

    @Activate
    public SurroundingsComponent(@Reference Handover handover) {
        this(handover, HostSystem.named(System.getProperty("os.name"), Platform.is64Bit()));
    }

    SurroundingsComponent(Handover handover, HostSystem host) {
        this.handover = handover;
        this.host = host;
        this.system = new SystemSurroundings(host);
    }

    @Activate
    void activate(SurroundingsSettings settings) {
        scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "vpn-surroundings-look");
            thread.setDaemon(true);
            return thread;
        });
        Optional<HandoverState> left = handover.take(LAYER, Set.of(VERSION));
        left.ifPresent(state -> system.goOn(state.passing()));
        configure(settings);
        if (left.isEmpty() && host.isKnown()) {
            system.clean();
        }
        endOfHearing = host.changes().hear("vpn-surroundings-network", this::lookSoon);
    }

    @Modified
    void configure(SurroundingsSettings settings) {
        try {
            system.configure(host.possible().apply(Rules.of(settings)));
        } catch (IllegalArgumentException e) {
            system.refuse(e.getMessage());
        }
    }

    private void lookSoon() {
        if (system.isApproached() && lookIsDue.compareAndSet(false, true)) {
            try {
                scheduler.schedule(this::look, QUIET_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("the next version looks", e);
            }
        }
    }

    private void look() {
        lookIsDue.set(false);
        system.look();
    }

    /** What is in force stays so: a swap opens nothing, and at the end of the process the tunnel has left before. */
    @Deactivate
    void deactivate() {
        endOfHearing.run();
        end(scheduler);
        handover.leave(LAYER, new HandoverState(VERSION, Map.of(), system.left(), null));
    }

    /** A look that is under way is cut short: two versions never change the system at the same time. */
    private static void end(ScheduledThreadPoolExecutor scheduler) {
        scheduler.shutdownNow();
        try {
            scheduler.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void approach(Approach approach) throws SurroundingsException {
        system.approach(approach);
        if (!system.hasLooked()) {
            lookSoon();
        }
    }

    @Override
    public void enter(TunnelLink link) throws SurroundingsException {
        system.enter(link);
    }

    @Override
    public void leave() {
        system.leave();
    }

    @Override
    public void release() {
        system.release();
    }

    @Override
    public boolean narrow() {
        return system.narrow();
    }

    @Override
    public SurroundingsStatus status() {
        return system.status();
    }

    @Override
    public List<InetAddress> lastKnown(String host) {
        return system.lastKnown(host);
    }

    @Override
    public Runnable listen(NetworkListener listener) {
        return system.listen(listener);
    }
}
