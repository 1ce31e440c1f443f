package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.AddressLease;
import com.softellect.vpn.api.client.LeaseStore;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is lent to where it outlives a crash. A convenience for the clients: whatever goes wrong with it is said once and stops nothing. Thread-safe; the
 * disk is waited for outside the pool's lock.
 */
final class KeptLeases {

    private static final Logger LOG = LoggerFactory.getLogger(KeptLeases.class);

    private final AddressPool addresses;

    /** Guarded by this; null while there is none. */
    private LeaseStore store;
    private boolean failed;

    KeptLeases(AddressPool addresses) {
        this.addresses = addresses;
    }

    /** @return what is kept there */
    synchronized List<AddressLease> use(LeaseStore added) {
        store = added;
        failed = false;
        try {
            return added.all();
        } catch (IOException e) {
            LOG.error("which addresses were lent can't be read, so they are lent anew: {}", e.getMessage());
            return List.of();
        }
    }

    /** What has changed is kept before it goes. */
    synchronized void forget(LeaseStore removed) {
        if (store == removed) {
            save();
            store = null;
        }
    }

    /** Keeps what is lent, if that has changed since the last time. */
    synchronized void save() {
        List<AddressLease> changed = store == null ? null : addresses.unkept();
        if (changed == null) {
            return;
        }
        try {
            store.replace(changed);
            failed = false;
        } catch (IOException e) {
            addresses.notKept();
            if (!failed) {
                LOG.error("which addresses are lent can't be kept, and a crash would forget it: {}", e.getMessage());
            }
            failed = true;
        }
    }
}
