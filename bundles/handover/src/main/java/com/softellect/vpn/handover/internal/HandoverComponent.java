package com.softellect.vpn.handover.internal;

import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handover as a service. Its start level is below those of all layers: they find it when they start, and it is still there when the last of
 * them has left its state at the end of the process.
 *
 * <p>Scheduler: {@code vpn-handover-timer} disposes of what nobody takes.
 */
@Component(immediate = true)
public final class HandoverComponent implements Handover {

    /** How long what outlived the process is kept, in seconds: until a slow machine has started all layers. */
    private static final long AFTER_START_SECONDS = 120;

    private static final Logger LOG = LoggerFactory.getLogger(HandoverComponent.class);

    private final Bundle system;
    private final ScheduledThreadPoolExecutor scheduler;
    private final KeptStates states;
    private final LastingStates lasting;

    @Activate
    public HandoverComponent(BundleContext context) {
        this.system = context.getBundle(0);
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "vpn-handover-timer");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
        this.states = new KeptStates(scheduler);
        this.lasting = new LastingStates(context.getDataFile("lasting").toPath(), InstantSource.system());
    }

    @Activate
    public void start() {
        lasting.takeSaved().forEach((name, layouts) -> states.keep(name, layouts, AFTER_START_SECONDS));
    }

    /** At the end of the process what may outlive it is saved. If it is this bundle alone that stops, layers begin anew. */
    @Deactivate
    public void stop() {
        Map<String, List<HandoverState>> left = states.takeAll();
        scheduler.shutdownNow();
        try {
            if (system.getState() == Bundle.STOPPING) {
                lasting.save(left);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the sessions could not be saved, clients will authenticate again", e);
        } finally {
            left.values().forEach(layouts -> layouts.forEach(HandoverState::dispose));
        }
    }

    @Override
    public void leave(String name, HandoverState state) {
        states.leave(name, state);
    }

    @Override
    public void leave(String name, List<HandoverState> layouts) {
        states.leave(name, layouts);
    }

    @Override
    public Optional<HandoverState> take(String name, Set<Integer> versions) {
        return states.take(name, versions);
    }
}
