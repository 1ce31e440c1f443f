package com.softellect.vpn.https.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Settings as the component runtime gives them: the defaults, but for some keys. */
final class Settings {

    private Settings() {
    }

    static HttpsSettings of(Map<String, Object> values) {
        return (HttpsSettings) Proxy.newProxyInstance(HttpsSettings.class.getClassLoader(), new Class<?>[] {HttpsSettings.class},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
