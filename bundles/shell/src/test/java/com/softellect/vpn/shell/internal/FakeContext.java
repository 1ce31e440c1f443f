package com.softellect.vpn.shell.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** A service registry of a few services, which counts what was borrowed and not given back. */
public final class FakeContext {

    private final Map<ServiceReference<?>, Object> services = new LinkedHashMap<>();
    private final List<ServiceReference<?>> borrowed = new ArrayList<>();
    private final List<Bundle> bundles = new ArrayList<>();
    private Path base = Path.of("/nowhere");

    FakeContext with(Object service) {
        services.put(proxy(ServiceReference.class, new Object()), service);
        return this;
    }

    /** Has the layers' bundles installed. */
    FakeContext installed(String... layers) {
        for (String layer : layers) {
            bundles.add(proxy(Bundle.class, new Named("com.softellect.vpn." + layer)));
        }
        return this;
    }

    /** Karaf's folder. */
    FakeContext at(Path folder) {
        base = folder;
        return this;
    }

    public String getProperty(String name) {
        return name.equals("karaf.base") ? base.toString() : null;
    }

    public Bundle[] getBundles() {
        return bundles.toArray(Bundle[]::new);
    }

    Services services() {
        return new Services(proxy(BundleContext.class, this));
    }

    /** References that were got and not ungot. */
    int borrowed() {
        return borrowed.size();
    }

    public ServiceReference<?> getServiceReference(Class<?> type) {
        return references(type).stream().findFirst().orElse(null);
    }

    public List<ServiceReference<?>> getServiceReferences(Class<?> type, String filter) {
        return references(type);
    }

    public Object getService(ServiceReference<?> reference) {
        borrowed.add(reference);
        return services.get(reference);
    }

    public boolean ungetService(ServiceReference<?> reference) {
        return borrowed.removeIf(one -> one == reference);
    }

    private List<ServiceReference<?>> references(Class<?> type) {
        List<ServiceReference<?>> found = new ArrayList<>();
        services.forEach((reference, service) -> {
            if (type.isInstance(service)) {
                found.add(reference);
            }
        });
        return found;
    }

    /** An object of the type whose methods are the ones of the target that have their names and parameters. */
    static <T> T proxy(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> call(target, method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return target.getClass().getMethod(method.getName(), method.getParameterTypes()).invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What of a bundle is asked for. */
    public static final class Named {

        private final String name;

        private Named(String name) {
            this.name = name;
        }

        public String getSymbolicName() {
            return name;
        }
    }
}
