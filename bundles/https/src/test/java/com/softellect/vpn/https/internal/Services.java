package com.softellect.vpn.https.internal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A service registry with as much as the components use: what is registered, and in which order what went. */
final class Services {

    private final List<Object> registered = new ArrayList<>();
    final List<Class<?>> gone = new ArrayList<>();

    BundleContext context() {
        return proxy(BundleContext.class, (method, args) -> {
            registered.add(args[1]);
            return registration((Class<?>) args[0], args[1]);
        });
    }

    private ServiceRegistration<?> registration(Class<?> type, Object service) {
        return proxy(ServiceRegistration.class, (method, args) -> {
            if (!registered.remove(service)) {
                throw new IllegalStateException("unregistered twice: " + type);
            }
            gone.add(type);
            return null;
        });
    }

    /** The one service of a type, null if there is none. */
    <T> T get(Class<T> type) {
        return registered.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
    }

    static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == args[0];
            default -> call.of(method.getName(), args);
        }));
    }

    interface Call {
        Object of(String method, Object[] args);
    }
}
