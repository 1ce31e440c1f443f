package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.router.PacketRouter;
import com.softellect.vpn.clients.internal.ClientsSettings;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.https.internal.DoorCounters;
import com.softellect.vpn.https.internal.DoorSettings;
import com.softellect.vpn.https.internal.GatewayCertificate;
import com.softellect.vpn.https.internal.NewCertificate;
import com.softellect.vpn.https.internal.OwnIdentity;
import com.softellect.vpn.https.internal.PublicNames;
import com.softellect.vpn.https.internal.TlsDoor;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import com.softellect.vpn.registry.internal.RegistrySettings;
import com.softellect.vpn.registry.internal.Sessions;
import com.softellect.vpn.router.internal.Router;
import com.softellect.vpn.router.internal.RouterSettings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.cxf.BusFactory;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A whole gateway in this JVM: the real bundles' classes, CXF's servlet behind the real HTTPS door with a certificate of its own, an in-memory
 * TUN adapter. Who uses it from the test-jar needs this module's dependencies of test scope.
 */
public final class GatewayHarness {

    private static final String HOST = "127.0.0.1";

    /** All callers of a test come from one address: what is to hold strangers off would hold the tests up. */
    private static final Map<String, Object> GENEROUS = Map.of("failuresPerMinute", 1000, "strangersPerSecond", 10_000);

    /** What lets packets wait in a session's queue for as long as a slow machine takes. */
    private static final Map<String, Object> PATIENT = Map.of("queueTargetMillis", 10_000);

    private final EndpointCounters counters = new EndpointCounters();
    private final GatewayCertificate certificate = new NewCertificate(Clock.systemUTC()).make(List.of(HOST));
    private final OwnIdentity identity;
    private final Map<String, Object> endpointSettings;
    private final Server http;
    private final TlsDoor door;
    private final HarnessClients clients;
    private Endpoint endpoint;
    private final MemoryTunAdapterProvider adapters;
    public final Sessions registry;
    public final Router router;

    /** What was written to the audit log: the events' names with their particulars. */
    public final Queue<String> audit = new ConcurrentLinkedQueue<>();

    /** @param maxThreads of the HTTP server; Jetty itself needs some of them */
    public GatewayHarness(int maxThreads, Map<String, Object> registrySettings) throws Exception {
        this(maxThreads, registrySettings, Map.of());
    }

    public GatewayHarness(int maxThreads, Map<String, Object> registrySettings, Map<String, Object> endpointSettings) throws Exception {
        this(maxThreads, registrySettings, endpointSettings, Map.of());
    }

    public GatewayHarness(int maxThreads, Map<String, Object> registrySettings, Map<String, Object> endpointSettings,
            Map<String, Object> clientsSettings) throws Exception {
        this(maxThreads, registrySettings, endpointSettings, clientsSettings, new MemoryTunAdapterProvider());
    }

    /** @param adapters the gateway's, with or without offload */
    public GatewayHarness(int maxThreads, Map<String, Object> registrySettings, Map<String, Object> endpointSettings,
            Map<String, Object> clientsSettings, MemoryTunAdapterProvider adapters) throws Exception {
        this.adapters = adapters;
        this.endpointSettings = endpointSettings;
        DoorSettings doorSettings = new DoorSettings(HOST, 0, false, 20, 10_000);
        identity = new OwnIdentity(certificate, PublicNames.of("", doorSettings), List.of());
        Map<String, Object> queueing = new HashMap<>(PATIENT);
        queueing.putAll(registrySettings);
        registry = new Sessions(settings(RegistrySettings.class, queueing));
        Map<String, Object> holdingOff = new HashMap<>(GENEROUS);
        holdingOff.putAll(clientsSettings);
        clients = new HarnessClients(registry, identity, settings(ClientsSettings.class, holdingOff), (event, fields) ->
                audit.add(event + " " + fields));
        http = cxf(maxThreads);
        door = new TlsDoor(doorSettings, identity, clients.guard::isBlocked, new DoorCounters());
        door.open(http);
        router = new Router(registry, settings(RouterSettings.class, Map.of("adapterType", "memory")));
        router.bindProvider(adapters);
        startEndpoint();
    }

    private static Server cxf(int maxThreads) throws Exception {
        CXFNonSpringServlet servlet = new CXFNonSpringServlet();
        servlet.setBus(BusFactory.newInstance().createBus());
        BusFactory.setDefaultBus(servlet.getBus());
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        holder.setInitOrder(1);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(holder, "/cxf/*");
        Server server = new Server(new QueuedThreadPool(maxThreads, 2));
        server.setHandler(context);
        server.start();
        return server;
    }

    /** Also after {@link #stopEndpoint}: another one in its place. */
    public void startEndpoint() {
        startEndpoint(router);
    }

    void startEndpoint(PacketRouter used) {
        endpoint = new Endpoint(settings(EndpointSettings.class, endpointSettings), "1.2.3", clients.authentication, clients.guard, registry,
                used, counters);
        endpoint.start();
    }

    static <T> T settings(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) ->
                values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    /**
     * A new client with a key pair of its own, in the place of one of that id if there is one. It may reach other clients.
     *
     * @param address see {@link com.softellect.vpn.api.client.NewClient}
     */
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

    /** Ends the client's session if it is disabled. */
    public void setEnabled(String id, boolean enabled) {
        clients.setEnabled(id, enabled);
    }

    /** The client's time is over in a moment; its session ends within a second after that. */
    public void expireClient(String id) {
        clients.expire(id);
    }

    /** What the client may do from now on. */
    public void setPolicy(String id, Policy policy) {
        clients.setPolicy(id, policy);
    }

    public void setClientToClient(String id, boolean allowed) {
        clients.setClientToClient(id, allowed);
    }

    /** Gives the client another key pair, and ends its session. */
    public void rotateClient(String id) {
        clients.rotate(id);
    }

    /** Ends the client's session. */
    public void removeClient(String id) {
        clients.remove(id);
    }

    /** The gateway's own, see {@link com.softellect.vpn.credential.Pin}. */
    public String pin() {
        return identity.pin();
    }

    /** Of a client that trusts this gateway's certificate and no other. */
    public SSLContext trusted() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("gateway", certificate.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public MemoryTunAdapter adapter() {
        return adapters.adapter("vpn0").orElseThrow();
    }

    public int port() {
        return door.port();
    }

    public String url() {
        return "https://" + HOST + ":" + port() + "/cxf/vpn";
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
        clients.close();
        registry.stop();
        door.close();
        http.stop();
        BusFactory.clearDefaultBusForAnyThread(BusFactory.getDefaultBus(false));
    }
}
