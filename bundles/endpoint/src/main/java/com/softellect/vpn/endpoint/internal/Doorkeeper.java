package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.client.AddressGuard;
import com.softellect.vpn.api.session.Session;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.cxf.interceptor.AttachmentInInterceptor;
import org.apache.cxf.io.DelegatingInputStream;
import org.apache.cxf.message.FaultMode;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first that looks at a call, before anything of it is parsed:
 *
 * <ol>
 *   <li>what is no call of this service, compressed, or announced to be too large is refused;
 *   <li>the head of the body, as far as it has arrived, shows the id of a live session: the caller is that session's client, and may send
 *       what the limits allow. The rest is read, and the call takes the {@link ShortWay} or goes on to CXF;
 *   <li>it does not: the caller is a stranger. It may send little, and is let in as far as the {@link AddressGuard} says;
 *   <li>a small body that has not come yet is waited for without a thread, see {@link LateBody}. Only a session's client may keep a thread
 *       waiting, with a large one, and with a few at a time.
 * </ol>
 *
 * <p>So CXF only ever gets bodies that are whole, in memory, and bounded. Thread-safe.
 */
final class Doorkeeper extends AbstractPhaseInterceptor<Message> {

    /** How long a body of a session's client waits for room, in milliseconds. Others give theirs back as fast as they are read. */
    private static final long ROOM_MILLIS = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

    private final AddressGuard guard;
    private final PacketExchange packets;
    private final Limits limits;
    private final BodyRoom rooms;
    private final ShortWay shortWay;
    private final EndpointCounters counters;

    /** @param shortWay null: every call goes to CXF */
    Doorkeeper(AddressGuard guard, PacketExchange packets, Limits limits, BodyRoom rooms, ShortWay shortWay, EndpointCounters counters) {
        super(Phase.RECEIVE);
        addBefore(MtomForThoseWhoAsk.class.getName());
        addBefore(AttachmentInInterceptor.class.getName());
        this.guard = guard;
        this.packets = packets;
        this.limits = limits;
        this.rooms = rooms;
        this.shortWay = shortWay;
        this.counters = counters;
    }

    @Override
    public void handleMessage(Message message) {
        HttpServletRequest request = (HttpServletRequest) message.get(AbstractHTTPDestination.HTTP_REQUEST);
        HttpServletResponse response = (HttpServletResponse) message.get(AbstractHTTPDestination.HTTP_RESPONSE);
        try {
            Refusal refusal = switch (request.getMethod()) {
                case "POST" -> call(message, request, response);
                case "GET" -> stranger(message);
                default -> Refusal.METHOD;
            };
            if (refusal != null) {
                counters.refused(refusal);
                refusal.send(response);
                message.getInterceptorChain().abort();
            }
        } catch (IOException e) {
            LOG.debug("a call broke off: {}", e.toString());
            message.getInterceptorChain().abort();
        } catch (RuntimeException e) {
            message.put(FaultMode.class, FaultMode.UNCHECKED_APPLICATION_FAULT); // ours, not the caller's
            throw e;
        }
    }

    private Refusal call(Message message, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Body body = LateBody.of(request);
        if (body == null) {
            Refusal refusal = announced(request);
            if (refusal != null) {
                return refusal;
            }
            body = new Body((int) request.getContentLengthLong());
            body.readArrived(request.getInputStream());
        }
        try {
            Refusal refusal = sessionOf(body) == null ? fromStranger(body, message, request, response)
                    : fromSession(body, message, request, response);
            if (refusal != null) {
                body.close();
            }
            return refusal;
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private Refusal announced(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Refusal.ENCODED;
        }
        return request.getContentLengthLong() > limits.maxBodyBytes() ? Refusal.TOO_LARGE : null;
    }

    /** Does not count as a call of the session: only the head of it was seen. */
    private Session sessionOf(Body body) {
        String id = SessionInHead.find(body.bytes(), body.size());
        return id == null ? null : packets.find(id);
    }

    private Refusal fromSession(Body body, Message message, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!body.isWhole() && !body.isTooMuch()) {
            return await(body, message, request, response);
        }
        if (!body.isWhole()) {
            Refusal refusal = makeRoom(body, ROOM_MILLIS);
            if (refusal != null) {
                return refusal;
            }
            body.readRest(request.getInputStream());
        }
        if (shortWay != null && shortWay.takes(body, request, response)) {
            message.getInterceptorChain().abort();
            body.close();
        } else {
            pass(body, message);
        }
        return null;
    }

    private Refusal fromStranger(Body body, Message message, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (body.hasHead() && body.isTooMuch()) {
            return Refusal.TOO_LARGE;
        }
        if (!body.isWhole()) {
            return await(body, message, request, response);
        }
        Refusal refusal = stranger(message);
        if (refusal == null) {
            pass(body, message);
        }
        return refusal;
    }

    private Refusal stranger(Message message) {
        String from = CallerAddress.of(message);
        if (guard.admits(from)) {
            return null;
        }
        return guard.isBlocked(from) ? Refusal.BLOCKED : Refusal.BUSY;
    }

    private Refusal await(Body body, Message message, HttpServletRequest request, HttpServletResponse response) throws IOException {
        int bytes = body.isLengthDeclared() ? Math.min(body.length(), BodyRoom.SMALL_BYTES) : BodyRoom.SMALL_BYTES;
        BodyRoom.Lease room = rooms.forStranger(bytes);
        if (room == null) {
            return Refusal.BUSY;
        }
        body.moveTo(room, BodyRoom.SMALL_BYTES);
        LateBody.await(body, request, response, TimeUnit.SECONDS.toMillis(limits.messageSeconds()), this::mayGoOn, counters::refused);
        message.getInterceptorChain().abort();
        return null;
    }

    private Refusal mayGoOn(Body late) {
        return late.isTooMuch() && late.hasHead() ? makeRoom(late, 0) : null;
    }

    /** Room for a body that needs more than it has. */
    private Refusal makeRoom(Body body, long waitMillis) {
        Session session = sessionOf(body);
        if (session == null || body.length() > limits.maxBodyBytes()) {
            return Refusal.TOO_LARGE;
        }
        int bytes = body.isLengthDeclared() ? body.length() : limits.maxBodyBytes();
        BodyRoom.Lease room = rooms.forSession(session, bytes, waitMillis);
        if (room == null) {
            return Refusal.BUSY;
        }
        body.moveTo(room, bytes);
        return null;
    }

    private static void pass(Body body, Message message) {
        message.setContent(InputStream.class, body.stream());
        message.removeContent(DelegatingInputStream.class); // CXF would read on from the network before it writes its answer
        message.getExchange().put(Body.class, body);
    }

    /** CXF could make nothing of the call. */
    @Override
    public void handleFault(Message message) {
        done(message);
    }

    /** The message was read. */
    static void done(Message message) {
        Body body = message.getExchange().remove(Body.class);
        if (body != null) {
            body.close();
        }
    }
}
