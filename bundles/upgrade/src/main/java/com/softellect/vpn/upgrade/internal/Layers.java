package com.softellect.vpn.upgrade.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The bundles of the product that are installed here. Stateless. */
final class Layers {

    static final String PRODUCT = "com.softellect.vpn.";

    /** Everything is wired to the first two; without the others nothing could be swapped. */
    private static final Set<String> NEVER = Set.of("api", "contract", "handover", "facade", "upgrade");

    /** From the bottom up, so that each new version meets the new ones of what it uses. Others come before the shell. */
    private static final List<String> ORDER = List.of("interop", "egress", "translator", "audit", "store", "clients", "https", "registry", "router", "dns",
            "endpoint", "surroundings", "tunnel");

    private static final String LAST = "shell";

    private final BundleContext context;

    Layers(BundleContext context) {
        this.context = context;
    }

    /** The names of those that can be swapped, in the order in which they are. */
    List<String> names() {
        return ours().map(Layers::name).filter(Layers::isSwappable).sorted(Comparator.comparingInt(Layers::position)).toList();
    }

    private static int position(String name) {
        int position = ORDER.indexOf(name);
        return position >= 0 ? position : name.equals(LAST) ? ORDER.size() + 1 : ORDER.size();
    }

    static boolean isSwappable(String name) {
        return !NEVER.contains(name);
    }

    Optional<Bundle> bundle(String name) {
        return ours().filter(bundle -> name(bundle).equals(name)).findFirst();
    }

    Stream<Bundle> ours() {
        return Stream.of(context.getBundles()).filter(bundle -> isOurs(bundle.getSymbolicName()));
    }

    static boolean isOurs(String symbolicName) {
        return symbolicName != null && symbolicName.startsWith(PRODUCT);
    }

    static String name(Bundle bundle) {
        return bundle.getSymbolicName().substring(PRODUCT.length());
    }
}
