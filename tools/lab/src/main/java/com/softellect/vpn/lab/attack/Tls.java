package com.softellect.vpn.lab.attack;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The client's end of one TLS connection, apart from any socket. Tasks of a handshake are run at once: who attacks has nothing else to do.
 * Used by one thread.
 */
final class Tls {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final SSLContext TRUSTING = trusting();

    private final SSLEngine engine;

    private Tls(SSLEngine engine) {
        this.engine = engine;
    }

    /** Without the peer's name, by which a session would be resumed: each handshake is a full one. */
    static Tls begin() throws SSLException {
        SSLEngine engine = TRUSTING.createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        return new Tls(engine);
    }

    static int recordBytes() {
        return TRUSTING.createSSLEngine().getSession().getPacketBufferSize();
    }

    /** Whether the handshake is done as far as this end is concerned: it may speak. */
    boolean isUp() {
        SSLEngineResult.HandshakeStatus status = engine.getHandshakeStatus();
        return status == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING || status == SSLEngineResult.HandshakeStatus.FINISHED;
    }

    /** What this end says first. */
    void greet(ByteBuffer out) throws SSLException {
        speak(out);
    }

    /** Encrypts the application's bytes, which fit into one record. */
    void say(ByteBuffer application, ByteBuffer out) throws SSLException {
        engine.wrap(application, out);
    }

    /**
     * Reads the records that are whole, leaves the rest, and writes what a handshake answers.
     *
     * @param application takes the application's bytes
     * @return whether the peer has ended the connection
     */
    boolean hear(ByteBuffer in, ByteBuffer application, ByteBuffer out) throws SSLException {
        SSLEngineResult result;
        do {
            result = engine.unwrap(in, application);
            runTasks();
            speak(out);
        } while (result.getStatus() == SSLEngineResult.Status.OK && in.hasRemaining());
        return result.getStatus() == SSLEngineResult.Status.CLOSED;
    }

    private void speak(ByteBuffer out) throws SSLException {
        while (wants(SSLEngineResult.HandshakeStatus.NEED_WRAP) && engine.wrap(NOTHING.duplicate(), out).bytesProduced() > 0) {
            runTasks();
        }
    }

    private boolean wants(SSLEngineResult.HandshakeStatus status) {
        return engine.getHandshakeStatus() == status;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS 1.3", e);
        }
    }

    /** A stranger does not mind whom he attacks. */
    private static final class TrustsAll implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // never asked: this is the client
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // all are
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
