package com.softellect.vpn.upgrade.internal;

import com.softellect.vpn.api.upgrade.Swap;
import com.softellect.vpn.api.upgrade.Upgrade;
import com.softellect.vpn.api.upgrade.UpgradeException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the jar of a layer that is dropped into Karaf's {@code deploy} folder: as {@code vpn:upgrade} does. By itself Karaf would install it beside
 * the version that runs, and there would be two of the layer. Its ranking puts it before Karaf's own deployers. One thread at a time.
 */
@Component(property = "service.ranking:Integer=100")
public final class DroppedJar implements ArtifactInstaller {

    private static final String WHO = "deploy folder";
    private static final Logger LOG = LoggerFactory.getLogger(DroppedJar.class);

    private final Layers layers;
    private final Upgrade upgrade;

    @Activate
    public DroppedJar(BundleContext context, @Reference Upgrade upgrade) {
        this.layers = new Layers(context);
        this.upgrade = upgrade;
    }

    @Override
    public boolean canHandle(File file) {
        return file.getName().endsWith(".jar") && read(file).filter(jar -> layers.names().contains(jar.layer())).isPresent();
    }

    private static Optional<BundleJar> read(File file) {
        try {
            return file.isFile() ? Optional.ofNullable(BundleJar.of(Files.readAllBytes(file.toPath()))) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} is not a whole jar, perhaps not yet", file, e);
            return Optional.empty();
        }
    }

    @Override
    public void install(File file) throws UpgradeException {
        BundleJar jar = read(file).orElseThrow(() -> new UpgradeException(file + " can't be read"));
        Optional<Bundle> installed = layers.bundle(jar.layer());
        if (installed.filter(bundle -> bundle.getVersion().equals(jar.version())).isPresent()) {
            return; // taken already: the folder is read anew with each start
        }
        List<Swap> swaps = upgrade.upgrade(jar.layer(), file.getAbsolutePath(), WHO);
        for (Swap swap : swaps) {
            if (swap.problem() != null) {
                throw new UpgradeException(swap.layer() + " " + swap.to() + " does not work, so " + swap.from() + " was put back: " + swap.problem());
            }
        }
    }

    @Override
    public void update(File file) throws UpgradeException {
        install(file);
    }

    @Override
    public void uninstall(File file) {
        LOG.info("{} is gone; the layer that was upgraded with it stays: vpn:rollback puts the version before back", file.getName());
    }
}
