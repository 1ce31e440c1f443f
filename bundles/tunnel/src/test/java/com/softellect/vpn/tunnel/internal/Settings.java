package com.softellect.vpn.tunnel.internal;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Settings as the component runtime gives them: the values of a file over the defaults of the annotation. */
final class Settings {

    private Settings() {
    }

    /** A file of these values. */
    static TunnelSettings of(Map<String, Object> values) {
        return (TunnelSettings) Proxy.newProxyInstance(TunnelSettings.class.getClassLoader(), new Class<?>[] {TunnelSettings.class},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    /** What lets packets wait in the queue for as long as a slow machine takes. */
    static final int PATIENT_MILLIS = 10_000;

    /** A file with what a test needs, and these values. */
    static TunnelSettings with(Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(Map.of("adapterType", "memory", "queueTargetMillis", PATIENT_MILLIS));
        all.putAll(values);
        return of(all);
    }

    static ConnectionSettings checked(Map<String, Object> values) {
        return ConnectionSettings.of(with(values));
    }
}
