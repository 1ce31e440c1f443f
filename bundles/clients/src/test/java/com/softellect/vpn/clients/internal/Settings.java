package com.softellect.vpn.clients.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Settings as the component runtime gives them: the values of a file over the defaults of the annotation. */
final class Settings {

    private Settings() {
    }

    static ClientsSettings of(Map<String, Object> values) {
        return ClientsSettings.class.cast(Proxy.newProxyInstance(ClientsSettings.class.getClassLoader(), new Class<?>[] {ClientsSettings.class},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    static ClientsSettings of(int failuresPerMinute, int strangersPerSecond) {
        return of(Map.of("failuresPerMinute", failuresPerMinute, "strangersPerSecond", strangersPerSecond));
    }
}
