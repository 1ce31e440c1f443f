package com.softellect.vpn.api.client;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where it is kept which addresses are lent to whom, so that clients get theirs back after a crash. An OSGi service. All methods may be called by any
 * thread and may block.
 */
@ProviderType
public interface LeaseStore {

    /** What was put in last, in that order; empty if nothing was. */
    List<AddressLease> all() throws IOException;

    /** Puts these in the place of what is there; durable when this returns, all or nothing. */
    void replace(List<AddressLease> leases) throws IOException;
}
