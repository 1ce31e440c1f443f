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
import javax.xml.ws.WebServiceException;

/**
 * A gateway whose two calls that carry packets are written and read without CXF and an XML parser, on {@link Lanes} of their own; CXF has the others.
 * If a gateway answers in another form of XML than the one that {@link SoapReader} knows, CXF has all calls from then on; and it has every call that
 * is answered with a fault or an error, a second time.
 *
 * <p>Thread-safe.
 */
final class ShortWayGateway implements VpnGateway, AutoCloseable {

    private final VpnGateway cxf;
    private final MessageBuffers buffers = new MessageBuffers();
    private final Lanes sends;
    private final Lanes polls;

    /** Published by the first call whose answer was not understood; another call may find that out once more, which is harmless. */
    private volatile boolean understood = true;

    ShortWayGateway(VpnGateway cxf, GatewayAddress gateway) {
        this.cxf = cxf;
        this.sends = new Lanes(gateway, buffers);
        this.polls = new Lanes(gateway, buffers);
    }

    /** A fault says that nothing of the batch was used; if it was used after all, the gateway knows the batch by its number. */
    @Override
    public SendPacketsResponse sendPackets(SendPackets request) throws SessionExpiredException, LimitExceededException {
        if (understood) {
            MessageBuffer buffer = buffers.take();
            SoapWriter.sendPackets(request.getSessionId(), new Batch(request.getSequence(), request.getPackets()), buffer);
            MessageBuffer answer = call(sends, buffer.bytes(), buffer.size());
            buffers.give(buffer);
            if (answer != null) {
                understood = SoapReader.isSendPacketsResponse(answer.bytes(), answer.size());
                buffers.give(answer);
                return new SendPacketsResponse(request.getPackets().size());
            }
        }
        return cxf.sendPackets(request);
    }

    /** An answer that is not understood costs its packets, once. */
    @Override
    public ReceivePacketsResponse receivePackets(ReceivePackets request) throws SessionExpiredException {
        if (understood) {
            byte[] call = SoapWriter.receivePackets(request.getSessionId());
            MessageBuffer answer = call(polls, call, call.length);
            if (answer != null) {
                Batch batch = SoapReader.receivePacketsResponse(answer.bytes(), answer.size());
                buffers.give(answer);
                if (batch != null) {
                    return new ReceivePacketsResponse(batch.sequence(), batch.packets());
                }
                understood = false;
            }
        }
        return cxf.receivePackets(request);
    }

    /** @return null if the answer is a fault or an error: CXF makes the call again, and knows what to make of it */
    private MessageBuffer call(Lanes lanes, byte[] body, int length) {
        try {
            HttpAnswer answer = lanes.call(body, length);
            if (answer.isOk()) {
                return answer.content();
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

    /** Cuts off the calls that carry packets. */
    @Override
    public void close() {
        sends.close();
        polls.close();
    }
}
