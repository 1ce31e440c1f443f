package com.softellect.vpn.upgrade.internal;

import com.softellect.vpn.api.upgrade.Swap;
import com.softellect.vpn.api.upgrade.Upgrade;
import com.softellect.vpn.api.upgrade.UpgradeException;
import java.io.File;
import java.util.Map;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the jar of a layer, or a kar with some, that is dropped into Karaf's {@code deploy} folder: as {@code vpn:upgrade} does. By itself Karaf would install it beside
 * the version that runs, and there would be two of the layer. Its ranking puts it before Karaf's own deployers. One thread at a time.
 */
@Component(property = "service.ranking:Integer=100")
public final class DroppedJar implements ArtifactInstaller {

    private static final String WHO = "deploy folder";
    private static final Logger LOG = LoggerFactory.getLogger(DroppedJar.class);

    private final Layers layers;
    private final Sources sources;
    private final Upgrade upgrade;

    @Activate
    public DroppedJar(BundleContext context, @Reference Upgrade upgrade) {
        this.layers = new Layers(context);
        this.sources = Sources.of(context);
        this.upgrade = upgrade;
    }

    @Override
    public boolean canHandle(File file) {
        return file.getName().matches(".+\\.(jar|kar)") && !read(file).isEmpty();
    }

    /** The layers that are in it and here, in other versions or not. */
    private Map<String, BundleJar> read(File file) {
        try {
            return file.isFile() ? sources.find(layers.names(), file.getAbsolutePath()) : Map.of();
        } catch (UpgradeException | RuntimeException e) {
            LOG.debug("{} is not whole, perhaps not yet", file, e);
            return Map.of();
        }
    }

    @Override
    public void install(File file) throws UpgradeException {
        Map<String, BundleJar> jars = read(file);
        if (jars.isEmpty()) {
            throw new UpgradeException(file + " can't be read");
        }
        if (jars.values().stream().allMatch(this::isHere)) {
            return; // taken already: the folder is read anew with each start
        }
        String layer = jars.size() == 1 ? jars.keySet().iterator().next() : Upgrade.ALL;
        for (Swap swap : upgrade.upgrade(layer, file.getAbsolutePath(), WHO)) {
            if (swap.problem() != null) {
                throw new UpgradeException(swap.layer() + " " + swap.to() + " does not work, so " + swap.from() + " was put back: " + swap.problem());
            }
        }
    }

    private boolean isHere(BundleJar jar) {
        return layers.bundle(jar.layer()).filter(bundle -> bundle.getVersion().equals(jar.version())).isPresent();
    }

    @Override
    public void update(File file) throws UpgradeException {
        install(file);
    }

    @Override
    public void uninstall(File file) {
        LOG.info("{} is gone; what was upgraded with it stays: vpn:rollback puts the version before back", file.getName());
    }
}
