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
import com.softellect.vpn.datapath.Xop;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Supplier;
import javax.xml.ws.WebServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway whose two calls that carry packets are written and read without CXF and an XML parser, on {@link Lanes} of their own; CXF has the others.
 * If a gateway answers in another form of XML than the one that {@link SoapReader} knows, CXF has all calls from then on; and it has every call that
 * is answered with a fault or an error, a second time.
 *
 * <p>Thread-safe.
 */
final class ShortWayGateway implements VpnGateway, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShortWayGateway.class);

    /** The most characters of a notice that are shown. */
    private static final int MOST_CHARS = 500;
    private static final String NOTICE = "Vpn-Notice";
    private static final String XML = "text/xml; charset=UTF-8";

    private final Supplier<VpnGateway> cxf;
    private final Xop form = Xop.create();
    private final MessageBuffers buffers = new MessageBuffers();
    private final Lanes sends;
    private final Lanes polls;

    /** Published by the first call whose answer was not understood; another call may find that out once more, which is harmless. */
    private volatile boolean understood = true;

    /** Likewise: {@link #form}, once the gateway has said that it knows it, until it answers in another one; null: plain XML. */
    private volatile Xop xop;

    /** What the last answer to a poll said beside its packets; null: nothing. Published by whichever poller was answered. */
    private volatile String notice;

    /** @param cxf asked when a call is CXF's */
    ShortWayGateway(Supplier<VpnGateway> cxf, GatewayAddress gateway) {
        this.cxf = cxf;
        this.sends = new Lanes(gateway, buffers);
        this.polls = new Lanes(gateway, buffers);
    }

    /** A fault says that nothing of the batch was used; if it was used after all, the gateway knows the batch by its number. */
    @Override
    public SendPacketsResponse sendPackets(SendPackets request) throws SessionExpiredException, LimitExceededException {
        if (understood) {
            Batch batch = new Batch(request.getSequence(), request.getPackets());
            Xop in = Xop.suits(batch) ? xop : null;
            MessageBuffer buffer = SoapWriter.sendPackets(request.getSessionId(), batch, in, buffers.take());
            HttpAnswer answer = call(sends, in, buffer.bytes(), buffer.size());
            buffers.give(buffer);
            if (answer != null) {
                if (!SoapReader.isSendPacketsResponse(answer.content().bytes(), answer.content().size())) {
                    notUnderstood(in);
                }
                buffers.give(answer.content());
                return new SendPacketsResponse(request.getPackets().size());
            }
        }
        return cxf.get().sendPackets(request);
    }

    /** An answer that is not understood costs its packets, once. */
    @Override
    public ReceivePacketsResponse receivePackets(ReceivePackets request) throws SessionExpiredException {
        if (understood) {
            Xop in = xop;
            byte[] call = in == null ? SoapWriter.receivePackets(request.getSessionId()) : SoapWriter.receivePackets(request.getSessionId(), in);
            HttpAnswer answer = call(polls, in, call, call.length);
            if (answer != null) {
                hear(answer.headers().get(NOTICE));
                Batch batch = SoapReader.receivePacketsResponse(answer.content().bytes(), answer.content().size(), formOf(answer));
                buffers.give(answer.content());
                if (batch != null) {
                    return new ReceivePacketsResponse(batch.sequence(), batch.packets());
                }
                notUnderstood(in);
            }
        }
        return cxf.get().receivePackets(request);
    }

    /** Null: not in ours, which is the only one that is asked for. */
    private Xop formOf(HttpAnswer answer) {
        return form.contentType().equals(answer.headers().get("Content-Type")) ? form : null;
    }

    private void hear(String said) {
        String before = notice;
        if (Objects.equals(said, before)) {
            return;
        }
        notice = said;
        if (said != null) {
            LOG.warn("the gateway says: {}", notice());
        } else {
            LOG.info("the gateway has no limits, quota or expiry to tell of any more");
        }
    }

    /** What the gateway has to say to this client's operator, in its words; null: nothing. */
    String notice() {
        String said = notice;
        return said == null ? null : said.substring(0, Math.min(MOST_CHARS, said.length())).replaceAll("[^ -~]", "?");
    }

    /** Back to plain XML; if it was that, to CXF. */
    private void notUnderstood(Xop in) {
        xop = null;
        understood = in != null;
    }

    /**
     * @param in null: plain XML
     * @return null if the answer is a fault or an error: CXF makes the call again, and knows what to make of it
     */
    private HttpAnswer call(Lanes lanes, Xop in, byte[] body, int length) {
        try {
            HttpAnswer answer = lanes.call(in == null ? XML : in.contentType(), body, length);
            if (answer.isOk()) {
                if (in == null && "multipart/related".equals(answer.headers().get("Accept-Post"))) {
                    xop = form;
                }
                return answer;
            }
            buffers.give(answer.content());
            GatewayBusyException busy = GatewayBusyException.of(answer.status(), answer.headers().get("Retry-After"), answer.headers().get("Date"));
            if (busy != null) {
                throw busy;
            }
            return null;
        } catch (IOException e) {
            throw new WebServiceException(e);
        }
    }

    @Override
    public GetVersionInfoResponse getVersionInfo(GetVersionInfo request) {
        return cxf.get().getVersionInfo(request);
    }

    @Override
    public AuthenticateResponse authenticate(Authenticate request) throws AuthenticationFailedException, VersionNotSupportedException {
        return cxf.get().authenticate(request);
    }

    @Override
    public DisconnectResponse disconnect(Disconnect request) throws SessionExpiredException {
        return cxf.get().disconnect(request);
    }

    /** Cuts off the calls that carry packets. */
    @Override
    public void close() {
        sends.close();
        polls.close();
    }
}
