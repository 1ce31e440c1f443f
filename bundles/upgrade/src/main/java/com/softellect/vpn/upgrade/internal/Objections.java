package com.softellect.vpn.upgrade.internal;

import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** What speaks against a swap, found out before the version that runs is let go. Stateless. */
final class Objections {

    private static final String RESTART = ": take it with a restart of Karaf, over which sessions go on (docs/upgrade.md, \"What is not guaranteed\")";

    private final Wires wires;

    Objections(Wires wires) {
        this.wires = wires;
    }

    /** @return why not, and what to do; null if nothing speaks against it */
    String against(Bundle bundle, BundleJar installed, BundleJar next, List<String> refreshed) {
        if (bundle.getState() != Bundle.ACTIVE) {
            return "the bundle does not run: start it first, with bundle:start " + bundle.getBundleId();
        }
        if (next.header(Constants.FRAGMENT_HOST) != null || next.header(Constants.EXPORT_PACKAGE) != null) {
            return "the new version exports packages or is a fragment, so others would be wired anew with it" + RESTART;
        }
        if (!refreshed.isEmpty()) {
            return "other bundles would be wired anew, and what they hold would be lost: " + String.join(", ", refreshed) + RESTART;
        }
        List<String> missing = wires.missing(next);
        if (!missing.isEmpty()) {
            return "the new version needs packages that nobody has here: " + String.join(", ", missing) + RESTART;
        }
        if (!next.takes(installed)) {
            return "the version that runs leaves its state in layout " + installed.leaves() + ", and the new one understands " + next.takes()
                    + ": take a version between the two first, or take it" + RESTART.substring(": take it".length());
        }
        return null;
    }
}
