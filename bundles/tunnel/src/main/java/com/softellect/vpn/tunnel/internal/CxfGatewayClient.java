package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.contract.VpnGateway;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.cxf.BusFactory;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.frontend.ClientProxy;
import org.apache.cxf.jaxws.JaxWsProxyFactoryBean;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.logging.NoOpFaultListener;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;

/**
 * The way to a gateway over HTTPS, through CXF. The gateway is trusted if it has one of the pinned keys, whatever else its certificate says.
 *
 * <p>Connections are kept alive. The platform keeps up to {@code http.maxConnections} idle ones per gateway, 5 unless set: it should
 * be at least polls + sends + 1. The platform sends a POST a second time if a kept connection broke under it, unless
 * {@code sun.net.http.retryPost} is false. Both are read once per Java process, so the assembly sets them, in etc/system.properties.
 */
final class CxfGatewayClient implements GatewayClient {

    /** The Java platform's HttpURLConnection instead of its HttpClient: a half to a quarter of the CPU time per call. */
    private static final String URL_CONNECTION = "force.urlconnection.http.conduit";

    private final String url;
    private final ConnectionSettings settings;
    private final PinnedTrust trust;
    private final PinnedSockets sockets;

    /** Written under this object's lock. */
    private volatile ShortWayGateway gateway;

    /** Guarded by this, as is what is below. Null until it is needed: what resumes a session does not, and to make it takes longer than that. */
    private VpnGateway cxf;
    private boolean closed;

    CxfGatewayClient(Destination to, List<String> pins, ConnectionSettings settings) {
        this.url = to.calledUrl();
        this.settings = settings;
        this.trust = new PinnedTrust(pins);
        this.sockets = new PinnedSockets(trust, settings.tls12(), to, settings.proxy());
    }

    @Override
    public synchronized VpnGateway gateway() {
        checkOpen();
        if (gateway == null) {
            gateway = new ShortWayGateway(this::cxf, GatewayAddress.of(url, settings, sockets, trust));
        }
        return gateway;
    }

    @Override
    public void prepare() {
        cxf();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the way to " + url + " is closed");
        }
    }

    private synchronized VpnGateway cxf() {
        checkOpen();
        if (cxf == null) {
            cxf = create();
        }
        return cxf;
    }

    @Override
    public String pin() {
        return trust.pin();
    }

    /**
     * CXF finds its parts, and makes the bus that all bundles share if nobody has yet, with the thread's class loader: that must be
     * CXF's own, not a bundle's that may be replaced.
     */
    private VpnGateway create() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(BusFactory.class.getClassLoader());
        try {
            JaxWsProxyFactoryBean factory = new JaxWsProxyFactoryBean();
            factory.setServiceClass(VpnGateway.class);
            factory.setAddress(url);
            factory.setProperties(properties());
            factory.getOutInterceptors().add(new BusyDetector());
            VpnGateway created = factory.create(VpnGateway.class);
            HTTPConduit conduit = (HTTPConduit) ClientProxy.getClient(created).getConduit();
            conduit.setClient(policy());
            conduit.setTlsClientParameters(tls());
            return created;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The supervisor says what failed; CXF would log each failed call with its stack trace. */
    private static Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(URL_CONNECTION, true);
        properties.put(FaultListener.class.getName(), new NoOpFaultListener());
        return properties;
    }

    /** Not chunked: before it reuses a connection for a chunked POST the Java platform probes it, which takes a millisecond. */
    private HTTPClientPolicy policy() {
        HTTPClientPolicy policy = new HTTPClientPolicy();
        policy.setConnectionTimeout(settings.connectTimeoutMillis());
        policy.setReceiveTimeout(settings.callTimeoutMillis());
        policy.setAllowChunking(false);
        return policy;
    }

    private TLSClientParameters tls() {
        TLSClientParameters tls = new TLSClientParameters();
        tls.setSSLSocketFactory(sockets);
        tls.setHostnameVerifier(trust);
        return tls;
    }

    @Override
    public String notice() {
        ShortWayGateway asked = gateway;
        return asked == null ? null : asked.notice();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
        if (cxf != null) {
            // While the proxy can still be reached: CXF also destroys the client of a proxy that is collected, and two at a time fail.
            ClientProxy.getClient(cxf).destroy();
            cxf = null;
        }
    }
}
