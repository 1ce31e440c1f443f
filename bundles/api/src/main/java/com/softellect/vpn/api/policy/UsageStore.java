package com.softellect.vpn.api.policy;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where it is kept what clients have used of their quotas, so that no restart gives them anything back. An OSGi service. All methods may be called by any thread
 * and may block.
 */
@ProviderType
public interface UsageStore {

    /** Of each client what it has used in the period that was counted last. */
    List<Usage> all() throws IOException;

    /**
     * Adds what was used since the last time; durable when this returns, all or nothing. Of a client whose period is another one now, what was kept of the one before
     * is forgotten.
     */
    void add(Collection<Usage> more) throws IOException;
}
