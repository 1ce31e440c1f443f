package com.softellect.vpn.https.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS port on a Jetty server that somebody else owns: TLS, and what holds idle, slow and unwelcome connections off.
 *
 * <p>{@link #open} and {@link #close} are called once each, one after the other; another certificate of the identity arrives on any thread.
 * Scheduler: {@code vpn-https-sweep} looks at the connections once a second.
 */
public final class TlsDoor implements AutoCloseable {

    /** Authenticated encryption and forward secrecy, nothing else; the gateway's order counts: the quickest first, ChaCha20 last. */
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"};

    private static final int HEADER_BYTES = 8192;

    /** Connections that the kernel keeps until they are accepted: all clients of a gateway that was restarted come at once. */
    private static final int BACKLOG = 1024;

    /** Jetty's own timeout, in seconds beyond ours: a net below the net. */
    private static final int IDLE_EXTRA_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(TlsDoor.class);

    private final DoorSettings settings;
    private final OwnIdentity identity;
    private final Predicate<String> blocked;
    private final Predicate<String> known;
    private final DoorCounters counters;
    private final SslContextFactory.Server tls;
    private final Consumer<GatewayCertificate> reload = this::reload;

    /** Set by {@link #open}, used by {@link #close}; null while closed. */
    private GuardedConnector connector;
    private ScheduledExecutorService sweeper;

    /**
     * @param blocked  whether connections from an address (IPv4 or IPv6, as text) are to be cut off at once; asked for each of them
     * @param counters of what becomes of connections
     */
    public TlsDoor(DoorSettings settings, OwnIdentity identity, Predicate<String> blocked, DoorCounters counters) {
        this(settings, identity, blocked, address -> true, counters);
    }

    /**
     * @param blocked as above
     * @param known   whether an address is one that a client came from; others have only so many connections at a time
     */
    TlsDoor(DoorSettings settings, OwnIdentity identity, Predicate<String> blocked, Predicate<String> known, DoorCounters counters) {
        this.settings = settings;
        this.identity = identity;
        this.blocked = blocked;
        this.known = known;
        this.counters = counters;
        this.tls = tls(settings.tls12());
    }

    private static SslContextFactory.Server tls(boolean tls12) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setIncludeProtocols(tls12 ? new String[] {"TLSv1.3", "TLSv1.2"} : new String[] {"TLSv1.3"});
        tls.setExcludeCipherSuites();
        tls.setIncludeCipherSuites(SUITES);
        tls.setUseCipherSuitesOrder(true);
        tls.setRenegotiationAllowed(false);
        tls.setSniRequired(false); // clients know the gateway by its key, whatever name they call it by
        return tls;
    }

    /**
     * Listens, and serves what the server's handlers answer.
     *
     * @param server started
     * @throws IllegalStateException if the port can't be opened; the message says what to do
     */
    public void open(Server server) {
        GatewayCertificate first = identity.current();
        serve(first);
        GuardedConnector opening = connector(server);
        try {
            opening.open();
        } catch (IOException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException("can't listen on " + settings.address() + ":" + settings.port() + ": " + reason.getMessage()
                    + "; set keys address and port in etc/" + HttpsSettings.PID + ".cfg to what is this machine's and free, or free it and run"
                    + " bundle:restart " + HttpsSettings.PID);
        }
        start(server, opening);
        connector = opening;
        identity.follow(reload);
        GatewayCertificate now = identity.current();
        if (!now.equals(first)) {
            reload(now); // it has changed between the two
        }
        sweeper = sweeper(opening);
        LOG.info("listening on {}:{}, {}, key {}", settings.address(), port(), settings.tls12() ? "TLS 1.3 and 1.2" : "TLS 1.3", identity.pin());
    }

    private GuardedConnector connector(Server server) {
        GuardedConnector made = new GuardedConnector(server, blocked, known, settings.maxConnections(), counters,
                new BulkTls(tls), new HttpConnectionFactory(http()));
        made.setName("vpn-https");
        made.setHost(settings.address());
        made.setPort(settings.port());
        made.setAcceptQueueSize(BACKLOG);
        made.setIdleTimeout(TimeUnit.SECONDS.toMillis(settings.requestSeconds() + IDLE_EXTRA_SECONDS));
        return made;
    }

    private HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSecureScheme(HttpScheme.HTTPS.asString());
        http.setSecurePort(settings.port());
        http.addCustomizer((connection, configuration, request) -> {
            request.setScheme(HttpScheme.HTTPS.asString());
            request.setSecure(true);
        });
        return http;
    }

    /** Not one of the server's own connectors: a server that is watched by JMX holds the classes of all that it ever had, and so old versions of this bundle. */
    private static void start(Server server, GuardedConnector opening) {
        ErrorHandler errors = server.getBean(ErrorHandler.class);
        if (errors != null) {
            errors.setShowStacks(false);
        }
        try {
            opening.start();
        } catch (Exception e) { // Jetty says no more than that
            opening.close();
            throw new IllegalStateException("the HTTPS connector did not start: " + e);
        }
    }

    private ScheduledExecutorService sweeper(GuardedConnector swept) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, r -> {
            Thread thread = new Thread(r, "vpn-https-sweep");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.scheduleWithFixedDelay(new Sweep(swept, TimeUnit.SECONDS.toNanos(settings.requestSeconds()), counters), 1, 1, TimeUnit.SECONDS);
        return scheduler;
    }

    /** Serves a certificate to connections that are made from now on. */
    private void reload(GatewayCertificate certificate) {
        try {
            tls.reload(factory -> serve(certificate));
        } catch (Exception e) { // Jetty says no more than that
            throw new IllegalStateException("the certificate can't be served: " + e, e);
        }
    }

    private void serve(GatewayCertificate certificate) {
        try {
            tls.setSslContext(certificate.tls());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificate can't be served: " + e.getMessage(), e);
        }
    }

    /** The port that is listened on, while open. */
    public int port() {
        return connector.getLocalPort();
    }

    /** The port is closed, and so are all connections, when this returns. Closed already, or never opened: nothing happens. */
    @Override
    public void close() {
        if (connector == null) {
            return;
        }
        identity.unfollow(reload);
        sweeper.shutdownNow();
        try {
            connector.stop();
        } catch (Exception e) { // Jetty says no more than that
            LOG.warn("the HTTPS connector did not stop as it should", e);
        }
        connector = null;
        LOG.info("no longer listening on {}:{}", settings.address(), settings.port());
    }
}
