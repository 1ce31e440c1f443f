package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.contract.LimitExceededException;
import com.softellect.vpn.datapath.MessageBuffer;
import com.softellect.vpn.datapath.MessageBuffers;
import com.softellect.vpn.datapath.SoapReader;
import com.softellect.vpn.datapath.SoapWriter;
import com.softellect.vpn.datapath.Xop;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.AsyncContext;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short way of the two calls that carry packets, past CXF's interceptors and XML parser:
 *
 * <ol>
 *   <li>takes a body that is a plain SOAP message in UTF-8, or in the one form of MTOM that {@link Xop} is, since CXF answers in the caller's form and
 *       encoding;
 *   <li>understands it if it is in the one form that {@link SoapReader} knows; everything else, and everything that is to be
 *       answered with a fault, is CXF's (but for a session that ends while its poll is parked: that fault is written here);
 *   <li>does what {@link GatewayService} does, and writes the same answer; a poll without packets is parked by the servlet's own
 *       asynchronous context.
 * </ol>
 *
 * <p>No caller can tell by the messages which way its call went; a header tells those who look for it that this way is open to them in the form of
 * {@link Xop} too. Thread-safe; a parked poll holds no thread.
 */
final class ShortWay {

    private static final Logger LOG = LoggerFactory.getLogger(ShortWay.class);
    private static final String XML = "text/xml;charset=UTF-8";

    /** A client that sees it may call in that form (W3C Linked Data Platform 1.0, section 7.1, has the header). */
    private static final String ACCEPT_POST = "Accept-Post";
    private static final String MULTIPART = "multipart/related";

    private final PacketExchange packets;
    private final Limits limits;
    private final MessageBuffers buffers;

    /** The form that each session's client called in last: a client keeps to one. */
    private final Map<Session, Xop> forms = new ConcurrentHashMap<>();

    ShortWay(PacketExchange packets, Limits limits, MessageBuffers buffers) {
        this.packets = packets;
        this.limits = limits;
        this.buffers = buffers;
    }

    /**
     * @param caller whose id is in the head of the body
     * @param body   whole
     * @return false if this is CXF's: not understood, or to be answered with a fault; nothing was done with it then
     */
    boolean takes(Session caller, Body body, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String type = request.getContentType();
        Xop xop = form(caller, type);
        if (xop == null && (type == null || !type.startsWith("text/xml") || !"UTF-8".equalsIgnoreCase(request.getCharacterEncoding()))) {
            return false;
        }
        SoapReader.Call call = SoapReader.call(body.bytes(), body.size(), xop);
        Session session = call == null ? null : packets.live(call.sessionId());
        if (session == null) {
            return false;
        }
        if (call.sent() != null) {
            return fromClient(session, call.sent(), response);
        }
        Batch batch = packets.takeNow(session);
        if (batch.isEmpty()) {
            park(session, xop, request, response);
        } else {
            answer(response, batch, xop);
        }
        return true;
    }

    private Xop form(Session caller, String type) {
        Xop last = forms.get(caller);
        if (last != null && last.contentType().equals(type)) {
            return last;
        }
        Xop form = Xop.of(type);
        if (form != null && forms.put(caller, form) == null) {
            forms.keySet().removeIf(session -> !session.isLive());
        }
        return form;
    }

    private boolean fromClient(Session session, Batch batch, HttpServletResponse response) throws IOException {
        try {
            packets.fromClient(session, batch, limits.check(batch));
        } catch (LimitExceededException e) {
            LOG.debug("left to CXF for its fault: {}", e.getMessage());
            return false;
        }
        answer(response, HttpServletResponse.SC_OK, SoapWriter.sendPacketsResponse(batch.packets().size()));
        return true;
    }

    /** The poll is resumed on whatever thread woke it, which must not be held up: the answer is written on the container's. */
    private void park(Session session, Xop xop, HttpServletRequest request, HttpServletResponse response) {
        AsyncContext suspended = request.startAsync();
        suspended.setTimeout(0); // the poll's own timer resumes it, always
        packets.park(session, poll -> suspended.start(() -> resumed(poll, xop, suspended, response)));
    }

    private void resumed(Poll poll, Xop xop, AsyncContext suspended, HttpServletResponse response) {
        try {
            Batch batch = packets.finish(poll);
            if (batch.isEmpty() && !poll.session().isLive()) {
                new SessionEnd(poll.session().endReason()).send(response);
            } else {
                poll.session().touch();
                answer(response, batch, xop);
            }
        } catch (IOException e) {
            LOG.debug("a poll of {} could not be answered", poll.session(), e);
        } finally {
            suspended.complete();
        }
    }

    /** The container has done with the buffer when the write returns. If it fails it may not have. */
    private void answer(HttpServletResponse response, Batch batch, Xop asked) throws IOException {
        Xop xop = asked != null && Xop.suits(batch) ? asked : null;
        MessageBuffer message = SoapWriter.receivePacketsResponse(batch, xop, buffers.take());
        begin(response, HttpServletResponse.SC_OK, xop == null ? XML : xop.contentType(), message.size());
        message.writeTo(response.getOutputStream());
        buffers.give(message);
    }

    static void answer(HttpServletResponse response, int status, byte[] body) throws IOException {
        begin(response, status, XML, body.length);
        response.getOutputStream().write(body);
    }

    private static void begin(HttpServletResponse response, int status, String type, int length) {
        response.setStatus(status);
        response.setContentType(type);
        response.setHeader(ACCEPT_POST, MULTIPART);
        response.setContentLength(length);
    }
}
