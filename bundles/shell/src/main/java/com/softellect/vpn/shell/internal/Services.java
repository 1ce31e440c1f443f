package com.softellect.vpn.shell.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of the layers that are here at this moment, borrowed for one command and given back by {@link #close}.
 *
 * <p>Commands look services up anew each time instead of by {@code @Reference}: a layer may be absent (this Karaf has only the
 * other role), and Karaf registers all commands of a bundle again whenever one service that they refer to is replaced, which
 * would cut off whoever is running one while a layer is updated.
 *
 * <p>Used by the one thread that runs the command.
 */
final class Services implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private final BundleContext context;
    private final List<ServiceReference<?>> borrowed = new ArrayList<>();

    Services(BundleContext context) {
        this.context = context;
    }

    /** The service with the highest ranking. */
    <S> Optional<S> find(Class<S> type) {
        ServiceReference<S> reference = context.getServiceReference(type);
        return reference == null ? Optional.empty() : borrow(reference).findFirst();
    }

    <S> List<S> findAll(Class<S> type) {
        try {
            return context.getServiceReferences(type, null).stream().flatMap(this::borrow).toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter is always a valid filter", e);
        }
    }

    /** Whether the layer's bundle is installed, running or not: its services are away for a moment while it is replaced. */
    boolean hasBundle(String layer) {
        String name = "com.softellect.vpn." + layer;
        return Stream.of(context.getBundles()).anyMatch(bundle -> name.equals(bundle.getSymbolicName()));
    }

    /** Karaf's folder, which relative names of files start at. */
    Path base() {
        return Path.of(context.getProperty("karaf.base"));
    }

    private <S> Stream<S> borrow(ServiceReference<S> reference) {
        S service = context.getService(reference);
        if (service == null) {
            return Stream.empty(); // it went away since the reference was found
        }
        borrowed.add(reference);
        return Stream.of(service);
    }

    @Override
    public void close() {
        try {
            borrowed.forEach(context::ungetService);
        } catch (IllegalStateException e) {
            LOG.debug("this bundle was replaced while its command ran, and all was given back with it", e);
        }
        borrowed.clear();
    }
}
