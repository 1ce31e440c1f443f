package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.contract.Authenticate;
import com.softellect.vpn.contract.AuthenticateResponse;
import com.softellect.vpn.contract.AuthenticationFailedException;
import com.softellect.vpn.contract.Disconnect;
import com.softellect.vpn.contract.DisconnectResponse;
import com.softellect.vpn.contract.GetVersionInfo;
import com.softellect.vpn.contract.GetVersionInfoResponse;
import com.softellect.vpn.contract.LimitExceededException;
import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.SendPacketsResponse;
import com.softellect.vpn.contract.SessionExpiredException;
import com.softellect.vpn.contract.VersionNotSupportedException;
import com.softellect.vpn.contract.VpnGateway;
import com.softellect.vpn.datapath.MessageBuffer;
import com.softellect.vpn.datapath.MessageBuffers;
import com.softellect.vpn.datapath.SoapReader;
import com.softellect.vpn.datapath.SoapWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import javax.xml.ws.WebServiceException;

/**
 * A gateway whose two calls that carry packets are written and read without CXF and an XML parser; CXF has the others. If a gateway
 * answers in another form of XML than the one that {@link SoapReader} knows, CXF has all calls from then on; and it has every call
 * that is answered with a fault or an error, a second time.
 *
 * <p>Thread-safe: each call has an HTTP connection of its own out of those that the Java platform keeps alive.
 */
final class ShortWayGateway implements VpnGateway {

    private final VpnGateway cxf;
    private final URL url;
    private final int connectTimeoutMillis;
    private final int callTimeoutMillis;
    private final SSLSocketFactory sockets;
    private final HostnameVerifier names;
    private final MessageBuffers buffers = new MessageBuffers();

    /** Published by the first call whose answer was not understood; another call may find that out once more, which is harmless. */
    private volatile boolean understood = true;

    /** @param sockets and {@code names} are those of CXF's calls too: the connections that are kept alive are shared */
    ShortWayGateway(VpnGateway cxf, String url, ConnectionSettings settings, SSLSocketFactory sockets, HostnameVerifier names) {
        this.cxf = cxf;
        this.sockets = sockets;
        this.names = names;
        this.connectTimeoutMillis = settings.connectTimeoutMillis();
        this.callTimeoutMillis = settings.callTimeoutMillis();
        try {
            this.url = new URL(url);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("the profile was checked before: " + e.getMessage(), e);
        }
    }

    /** A fault says that nothing of the batch was used; if it was used after all, the gateway knows the batch by its number. */
    @Override
    public SendPacketsResponse sendPackets(SendPackets request) throws SessionExpiredException, LimitExceededException {
        if (understood) {
            MessageBuffer buffer = buffers.take();
            SoapWriter.sendPackets(request.getSessionId(), new Batch(request.getSequence(), request.getPackets()), buffer);
            boolean answered = post(buffer.bytes(), buffer.size(), buffer);
            if (answered) {
                understood = SoapReader.isSendPacketsResponse(buffer.bytes(), buffer.size());
            }
            buffers.give(buffer);
            if (answered) {
                return new SendPacketsResponse(request.getPackets().size());
            }
        }
        return cxf.sendPackets(request);
    }

    /** An answer that is not understood costs its packets, once. */
    @Override
    public ReceivePacketsResponse receivePackets(ReceivePackets request) throws SessionExpiredException {
        if (understood) {
            MessageBuffer buffer = buffers.take();
            byte[] call = SoapWriter.receivePackets(request.getSessionId());
            boolean answered = post(call, call.length, buffer);
            Batch batch = answered ? SoapReader.receivePacketsResponse(buffer.bytes(), buffer.size()) : null;
            buffers.give(buffer);
            if (batch != null) {
                return new ReceivePacketsResponse(batch.sequence(), batch.packets());
            }
            understood = !answered;
        }
        return cxf.receivePackets(request);
    }

    /**
     * Makes one call. The body is given as a whole, not as a stream of known length: before it streams a body the Java platform probes a
     * kept connection with a read of a millisecond.
     *
     * @param into what holds the answer afterwards; may be what holds the body before
     * @return false if it is a fault or an error: CXF makes the call again, and knows what to make of it
     */
    private boolean post(byte[] body, int length, MessageBuffer into) {
        try {
            HttpsURLConnection connection = connection();
            connection.getOutputStream().write(body, 0, length);
            GatewayBusyException busy = GatewayBusyException.of(connection);
            if (busy != null) {
                throw busy;
            }
            boolean answered = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            try (InputStream in = answered ? connection.getInputStream() : connection.getErrorStream()) {
                if (in != null) {
                    into.readFrom(in, connection.getContentLengthLong()); // to its end, so that the connection is kept
                }
                return answered;
            }
        } catch (IOException e) {
            throw new WebServiceException(e);
        }
    }

    private HttpsURLConnection connection() throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) url.openConnection();
        connection.setSSLSocketFactory(sockets);
        connection.setHostnameVerifier(names);
        connection.setConnectTimeout(connectTimeoutMillis);
        connection.setReadTimeout(callTimeoutMillis);
        connection.setInstanceFollowRedirects(false);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "text/xml; charset=UTF-8");
        connection.setRequestProperty("SOAPAction", "\"\"");
        connection.setRequestProperty("Accept", "text/xml");
        return connection;
    }

    @Override
    public GetVersionInfoResponse getVersionInfo(GetVersionInfo request) {
        return cxf.getVersionInfo(request);
    }

    @Override
    public AuthenticateResponse authenticate(Authenticate request) throws AuthenticationFailedException, VersionNotSupportedException {
        return cxf.authenticate(request);
    }

    @Override
    public DisconnectResponse disconnect(Disconnect request) throws SessionExpiredException {
        return cxf.disconnect(request);
    }
}
