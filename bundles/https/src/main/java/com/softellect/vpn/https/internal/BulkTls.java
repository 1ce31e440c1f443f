package com.softellect.vpn.https.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS that hands several records of a long answer to the system at once. Jetty's own makes a system call, and wakes the other end, for each record of
 * 16 KiB.
 */
final class BulkTls extends SslConnectionFactory {

    /** The most plain bytes of a TLS record (RFC 8446, section 5.1). */
    private static final int RECORD_BYTES = 16_384;

    /** Of the buffer for the records of a long answer: room for seven. */
    private static final int BULK_BYTES = 131_072;
    private static final int POOL_STEP = 4096;

    /** What is kept for later use, in bytes: as many such buffers as answers leave at a time on a busy gateway. */
    private static final long KEPT_BYTES = 4L << 20;

    private final ByteBufferPool pool = new ArrayByteBufferPool(0, POOL_STEP, BULK_BYTES, -1, KEPT_BYTES, 0);

    BulkTls(SslContextFactory.Server tls) {
        super(tls, HttpVersion.HTTP_1_1.asString());
    }

    @Override
    protected SslConnection newSslConnection(Connector connector, EndPoint endPoint, SSLEngine engine) {
        return new BulkConnection(new Buffers(pool), connector.getExecutor(), endPoint, engine);
    }

    /** Of one connection, which is asked for them with its lock held. */
    private static final class Buffers implements ByteBufferPool {

        private final ByteBufferPool pool;
        private boolean longAnswer;

        Buffers(ByteBufferPool pool) {
            this.pool = pool;
        }

        @Override
        public ByteBuffer acquire(int size, boolean direct) {
            return pool.acquire(longAnswer ? Math.max(size, BULK_BYTES) : size, direct);
        }

        @Override
        public void release(ByteBuffer buffer) {
            pool.release(buffer);
        }
    }

    private static final class BulkConnection extends SslConnection {

        private final Buffers buffers;

        BulkConnection(Buffers buffers, Executor executor, EndPoint endPoint, SSLEngine engine) {
            super(buffers, executor, endPoint, engine);
            this.buffers = buffers;
        }

        @Override
        protected DecryptedEndPoint newDecryptedEndPoint() {
            return new DecryptedEndPoint() {
                @Override
                public boolean flush(ByteBuffer... plain) throws IOException {
                    synchronized (this) {
                        buffers.longAnswer = BufferUtil.remaining(plain) > RECORD_BYTES;
                        try {
                            return super.flush(plain);
                        } finally {
                            buffers.longAnswer = false;
                        }
                    }
                }
            };
        }

        @Override
        protected SSLEngineResult wrap(SSLEngine engine, ByteBuffer[] plain, ByteBuffer records) throws SSLException {
            SSLEngineResult result = super.wrap(engine, plain, records);
            while (result.getStatus() == Status.OK && result.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && result.bytesConsumed() > 0
                    && !BufferUtil.isEmpty(plain) && records.remaining() >= engine.getSession().getPacketBufferSize()) {
                result = super.wrap(engine, plain, records);
            }
            return result;
        }
    }
}
