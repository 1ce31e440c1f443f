package com.softellect.vpn.dns.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Settings as the component runtime gives them: the values of a file over the defaults of the annotation. */
final class Settings {

    private Settings() {
    }

    static <T> T of(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) ->
                values.getOrDefault(method.getName(), method.getDefaultValue())));
    }
}
