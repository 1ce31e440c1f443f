package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapterProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The kinds of TUN adapter that are there now. Threads: all methods may be called by any thread. */
final class AdapterProviders {

    private static final String AUTO = "auto";
    private static final String MEMORY = "memory";

    private final List<TunAdapterProvider> providers = new CopyOnWriteArrayList<>();

    void add(TunAdapterProvider provider) {
        providers.add(provider);
    }

    void remove(TunAdapterProvider provider) {
        providers.remove(provider);
    }

    /**
     * The provider of that type.
     *
     * @param type {@code auto} for the one that this machine supports; never the in-memory one, which carries packets nowhere
     * @return null if there is none, perhaps not yet
     */
    TunAdapterProvider find(String type) {
        return providers.stream().filter(provider -> matches(type, provider)).findFirst().orElse(null);
    }

    private static boolean matches(String wanted, TunAdapterProvider provider) {
        return wanted.equals(AUTO)
                ? provider.supported() && !provider.type().equals(MEMORY)
                : wanted.equals(provider.type());
    }

    /** What to tell an operator when there is none. */
    String absent(String type) {
        List<String> types = providers.stream().map(TunAdapterProvider::type).toList();
        return "no bundle offers a TUN adapter of type " + type + ", only " + types + ": check that the bundle "
                + "com.softellect.vpn.interop is active (bundle:list), and adapterType in etc/" + TunnelSettings.PID + ".cfg";
    }
}
