package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import com.softellect.vpn.registry.internal.ClientSettings;
import com.softellect.vpn.registry.internal.Clients;
import com.softellect.vpn.registry.internal.ConfiguredClient;
import com.softellect.vpn.registry.internal.RegistrySettings;
import com.softellect.vpn.registry.internal.Sessions;
import com.softellect.vpn.router.internal.Router;
import com.softellect.vpn.router.internal.RouterSettings;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.cxf.BusFactory;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A whole gateway in this JVM: the real bundles' classes, CXF's servlet on a real HTTP port, an in-memory TUN adapter. */
public final class GatewayHarness {

    public static final String SECRET = "correct horse battery staple";

    private final Counters counters = new Counters("endpoint");
    private final Clients clients = new Clients();
    public final Sessions registry;
    public final Router router;
    private final MemoryTunAdapterProvider adapters = new MemoryTunAdapterProvider();
    private Endpoint endpoint;
    private final Server http;
    private final Map<String, Object> endpointSettings;

    /** @param maxThreads of the HTTP server; Jetty itself needs some of them */
    public GatewayHarness(int maxThreads, Map<String, Object> registrySettings) throws Exception {
        this(maxThreads, registrySettings, Map.of());
    }

    public GatewayHarness(int maxThreads, Map<String, Object> registrySettings, Map<String, Object> endpointSettings) throws Exception {
        this.endpointSettings = endpointSettings;
        CXFNonSpringServlet servlet = new CXFNonSpringServlet();
        servlet.setBus(BusFactory.newInstance().createBus());
        BusFactory.setDefaultBus(servlet.getBus());
        http = new Server(new QueuedThreadPool(maxThreads, 2));
        http.addConnector(new ServerConnector(http, 1, 1));
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        holder.setInitOrder(1);
        context.addServlet(holder, "/cxf/*");
        http.setHandler(context);
        http.start();
        registry = new Sessions(settings(RegistrySettings.class, registrySettings));
        router = new Router(registry, settings(RouterSettings.class, Map.of("adapterType", "memory")));
        router.bindProvider(adapters);
        startEndpoint();
    }

    /** Also after {@link #stopEndpoint}: another one in its place. */
    public void startEndpoint() {
        endpoint = new Endpoint(settings(EndpointSettings.class, endpointSettings), "1.2.3", clients, registry, router, counters);
        endpoint.start();
    }

    private static <T> T settings(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) ->
                values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    public void addClient(String id, String address) {
        new ConfiguredClient(settings(ClientSettings.class, Map.of("id", id, "secret", SECRET, "address", address)), clients).join();
    }

    public MemoryTunAdapter adapter() {
        return adapters.adapter("vpn0").orElseThrow();
    }

    private int port() {
        return ((ServerConnector) http.getConnectors()[0]).getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/cxf/vpn";
    }

    public void stopEndpoint() {
        endpoint.stop();
    }

    public long counter(String name) {
        return counters.counters().get(name);
    }

    public void close() throws Exception {
        endpoint.stop();
        router.stop();
        registry.stop();
        http.stop();
        BusFactory.clearDefaultBusForAnyThread(BusFactory.getDefaultBus(false));
    }
}
