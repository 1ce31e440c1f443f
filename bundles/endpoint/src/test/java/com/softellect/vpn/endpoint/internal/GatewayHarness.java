package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import com.softellect.vpn.registry.internal.RegistrySettings;
import com.softellect.vpn.registry.internal.Sessions;
import com.softellect.vpn.router.internal.Router;
import com.softellect.vpn.router.internal.RouterSettings;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.cxf.BusFactory;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A whole gateway in this JVM: the real bundles' classes, CXF's servlet on a real HTTPS port with TLS 1.3 and a certificate of its own, an
 * in-memory TUN adapter. Who uses it from the test-jar needs this module's dependencies of test scope.
 */
public final class GatewayHarness {

    private final EndpointCounters counters = new EndpointCounters();
    final TestGuard guard = new TestGuard();
    private final TestCertificate certificate = new TestCertificate();
    private final TestClients clients;
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
        http.addConnector(connector());
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        holder.setInitOrder(1);
        context.addServlet(holder, "/cxf/*");
        http.setHandler(context);
        http.start();
        registry = new Sessions(settings(RegistrySettings.class, registrySettings));
        clients = new TestClients(certificate.pin(), registry);
        router = new Router(registry, settings(RouterSettings.class, Map.of("adapterType", "memory")));
        router.bindProvider(adapters);
        startEndpoint();
    }

    private ServerConnector connector() throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(certificate.keyStore());
        tls.setKeyStorePassword(TestCertificate.PASSWORD);
        tls.setIncludeProtocols("TLSv1.3");
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new SecureRequestCustomizer(false)); // clients trust a pin; by which name they come does not matter
        return new ServerConnector(http, null, null, null, 1, 1, new SslConnectionFactory(tls, "http/1.1"),
                new HttpConnectionFactory(configuration));
    }

    /** Also after {@link #stopEndpoint}: another one in its place. */
    public void startEndpoint() {
        endpoint = new Endpoint(settings(EndpointSettings.class, endpointSettings), "1.2.3", clients, guard, registry, router, counters);
        endpoint.start();
    }

    private static <T> T settings(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) ->
                values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    /** A new client with a key pair of its own. */
    public void addClient(String id, String address) {
        clients.add(id, address);
    }

    public ClientKey key(String id) {
        return clients.key(id);
    }

    /** What the operator of this gateway gives to that client. */
    public Profile profile(String id) {
        return new Profile(id, List.of(url()), List.of(pin()), key(id).publicKey(), key(id).secret(), null, null, true);
    }

    /** Ends the client's session if it is disabled, as the methods below do. */
    public void setEnabled(String id, boolean enabled) {
        clients.setEnabled(id, enabled);
    }

    public void expireClient(String id) {
        clients.expire(id);
    }

    /** Gives the client another key pair. */
    public void rotateClient(String id) {
        clients.rotate(id);
    }

    public void removeClient(String id) {
        clients.remove(id);
    }

    /** The gateway's own, see {@link com.softellect.vpn.credential.Pin}. */
    public String pin() {
        return certificate.pin();
    }

    /** Of a client that trusts this gateway's certificate and no other. */
    public SSLContext trusted() {
        return certificate.trusted();
    }

    public MemoryTunAdapter adapter() {
        return adapters.adapter("vpn0").orElseThrow();
    }

    private int port() {
        return ((ServerConnector) http.getConnectors()[0]).getLocalPort();
    }

    public String url() {
        return "https://127.0.0.1:" + port() + "/cxf/vpn";
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
