package com.softellect.vpn.upgrade.internal;

import com.softellect.vpn.api.audit.AuditLog;
import com.softellect.vpn.api.upgrade.PlannedSwap;
import com.softellect.vpn.api.upgrade.Swap;
import com.softellect.vpn.api.upgrade.Upgrade;
import com.softellect.vpn.api.upgrade.UpgradeException;
import com.softellect.vpn.upgrade.internal.PlainUpdates.PlainUpdate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.bundle.EventHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Upgrades, one at a time: plans all swaps, and makes none if one of them is refused. Hears of what Karaf updates by itself, too, and puts back what does not
 * work. Thread-safe.
 */
@Component(service = {Upgrade.class, EventHook.class}, immediate = true)
public final class UpgradeComponent implements Upgrade, EventHook {

    /** Who has updated what, where nobody says so. */
    private static final String KARAF = "karaf";

    private static final Logger LOG = LoggerFactory.getLogger(UpgradeComponent.class);

    private final BundleContext context;
    private final Layers layers;
    private final Sources sources;
    private final Wires wires;
    private final Objections objections;
    private final Rehearsal rehearsal;
    private final Swapping swapping;
    private final VersionsBefore before;
    private final PlainUpdates plain;

    @Activate
    public UpgradeComponent(BundleContext context, @Reference ServiceComponentRuntime runtime) {
        this.context = context;
        this.layers = new Layers(context);
        this.sources = Sources.of(context);
        this.wires = new Wires(context);
        this.objections = new Objections(wires);
        this.rehearsal = new Rehearsal(context);
        Components components = new Components(runtime, layers);
        this.swapping = new Swapping(context, components);
        this.before = new VersionsBefore(context.getDataFile("before").toPath());
        this.plain = new PlainUpdates(context, layers, components, swapping, this::updated);
    }

    @Deactivate
    public void stop() {
        plain.stop();
    }

    /** A hook rather than a listener: the component runtime, which ends the components, is a listener that was there before. */
    @Override
    public void event(BundleEvent event, Collection<BundleContext> listeners) {
        plain.event(event);
    }

    private synchronized void updated(List<PlainUpdate> updates, String problem) {
        updates.forEach(one -> record("layer.upgrade", one.layer(), one.from(), one.to(), problem, KARAF));
        if (problem == null) {
            keep(updates.stream().map(PlainUpdate::before).toList());
        }
    }

    @Override
    public List<String> layers() {
        return layers.names();
    }

    @Override
    public synchronized List<PlannedSwap> plan(String layer, String source) throws UpgradeException {
        return steps(wanted(layer), find(layer, source), !layer.equals(ALL)).stream().map(Step::planned).toList();
    }

    private List<String> wanted(String layer) throws UpgradeException {
        List<String> all = layers.names();
        if (layer.equals(ALL)) {
            return all;
        }
        if (!Layers.isSwappable(layer)) {
            throw new UpgradeException("'" + layer + "' is never swapped while it runs: take its new version with a restart of Karaf, over which "
                    + "sessions go on (docs/upgrade.md)");
        }
        if (!all.contains(layer)) {
            throw new UpgradeException("no layer '" + layer + "' here: take one of " + String.join(", ", all) + ", or " + ALL);
        }
        return List.of(layer);
    }

    private Map<String, BundleJar> find(String layer, String source) throws UpgradeException {
        Map<String, BundleJar> found = sources.find(wanted(layer), source);
        if (found.isEmpty()) {
            throw new UpgradeException((source == null ? "Karaf's system folder" : source) + " has no bundle of " + layer
                    + ": give a version, or the path of a jar, a kar or a folder of jars");
        }
        return found;
    }

    /** @param also whether also for those whose version is the same */
    private List<Step> steps(List<String> wanted, Map<String, BundleJar> found, boolean also) throws UpgradeException {
        List<Step> steps = new ArrayList<>();
        for (String name : wanted) {
            BundleJar next = found.get(name);
            if (next != null) {
                Bundle bundle = layers.bundle(name).orElseThrow(() -> new UpgradeException("the bundle of " + name + " has gone: try again"));
                BundleJar installed = read(bundle);
                if (also || !next.version().equals(installed.version())) {
                    List<String> refreshed = wires.refreshedBeside(bundle);
                    steps.add(new Step(bundle, installed, next, refreshed, objections.against(bundle, installed, next, refreshed)));
                }
            }
        }
        return steps;
    }

    private static BundleJar read(Bundle bundle) throws UpgradeException {
        try {
            return BundleJar.of(bundle);
        } catch (IOException e) {
            throw new UpgradeException("the bundle " + bundle.getSymbolicName() + " can't be read, so there would be no way back: " + e, e);
        }
    }

    @Override
    public synchronized List<Swap> upgrade(String layer, String source, String administrator) throws UpgradeException {
        plain.look(); // what Karaf has updated just before is the upgrade before this one
        return make(steps(wanted(layer), find(layer, source), !layer.equals(ALL)), "layer.upgrade", administrator);
    }

    @Override
    public synchronized List<Swap> rollback(String administrator) throws UpgradeException {
        plain.look();
        Map<String, BundleJar> versions;
        try {
            versions = before.all();
        } catch (IOException e) {
            throw new UpgradeException("the versions before the last upgrade can't be read: " + e, e);
        }
        if (versions.isEmpty()) {
            throw new UpgradeException("there was no upgrade that could be undone");
        }
        List<String> downward = new ArrayList<>(layers.names());
        Collections.reverse(downward);
        return make(steps(downward, versions, true), "layer.rollback", administrator);
    }

    private List<Swap> make(List<Step> steps, String event, String administrator) throws UpgradeException {
        for (Step step : steps) {
            String refusal = step.refusal == null ? rehearsal.problem(step.next) : step.refusal;
            if (refusal != null) {
                throw new UpgradeException(step.next.layer() + ": " + refusal);
            }
        }
        rehearsal.load(layers.ours());
        List<BundleJar> replaced = new ArrayList<>();
        List<Swap> swaps = new ArrayList<>();
        for (Step step : steps) {
            Swap swap = swapping.swap(step.bundle, step.installed, step.next);
            swaps.add(swap);
            record(event, swap.layer(), swap.from(), swap.to(), swap.problem(), administrator);
            if (swap.problem() != null) {
                break;
            }
            replaced.add(step.installed);
        }
        keep(replaced);
        return swaps;
    }

    /** An upgrade that changed nothing leaves the way back of the one before. */
    private void keep(List<BundleJar> replaced) {
        try {
            if (!replaced.isEmpty()) {
                before.keep(replaced);
            }
        } catch (IOException e) {
            LOG.error("the versions before this upgrade could not be kept, so vpn:rollback can't undo it", e);
        }
    }

    private void record(String event, String layer, String from, String to, String problem, String administrator) {
        ServiceReference<AuditLog> reference = context.getServiceReference(AuditLog.class);
        AuditLog log = reference == null ? null : context.getService(reference);
        if (log != null) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("administrator", administrator);
            fields.put("layer", layer);
            fields.put("from", from);
            fields.put("to", to);
            fields.put("done", problem == null);
            if (problem != null) {
                fields.put("problem", problem);
            }
            log.record(event, fields);
            context.ungetService(reference);
        }
    }

    private record Step(Bundle bundle, BundleJar installed, BundleJar next, List<String> refreshed, String refusal) {

        PlannedSwap planned() {
            return new PlannedSwap(next.layer(), installed.version().toString(), next.version().toString(), refreshed, refusal);
        }
    }
}
