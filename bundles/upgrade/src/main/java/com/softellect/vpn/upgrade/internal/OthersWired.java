package com.softellect.vpn.upgrade.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** Counts the bundles beside one that lose their wires. Any thread. */
final class OthersWired implements SynchronousBundleListener {

    private final Bundle one;
    private final Set<Long> others = ConcurrentHashMap.newKeySet();

    OthersWired(Bundle one) {
        this.one = one;
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.UNRESOLVED && !event.getBundle().equals(one)) {
            others.add(event.getBundle().getBundleId());
        }
    }

    int count() {
        return others.size();
    }
}
