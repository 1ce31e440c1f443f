package com.softellect.vpn.api.adapter;

import org.osgi.annotation.versioning.ProviderType;

/** Opens TUN adapters of one kind. An OSGi service; there is one per kind. */
@ProviderType
public interface TunAdapterProvider {

    /** The kind of adapter, as settings name it: {@code linux}, {@code wintun} or {@code memory}. */
    String type();

    /** Whether this machine is one that this kind of adapter exists on. Says nothing about permissions. */
    boolean supported();

    /**
     * Creates the adapter, sets its address and MTU, brings its link up and starts its session.
     *
     * @throws TunAdapterException if that is impossible; its message says what to do, and nothing is left behind
     */
    TunAdapter open(TunAdapterSettings settings) throws TunAdapterException;
}
