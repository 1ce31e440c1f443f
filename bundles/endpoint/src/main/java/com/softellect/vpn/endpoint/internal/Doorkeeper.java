package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.client.AddressGuard;
import com.softellect.vpn.api.session.Session;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.servlet.http.HttpServletRequest;

/**
 * Looks at a call before anything of it is parsed:
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
final class Doorkeeper {

    /** How long a body of a session's client waits for room, in milliseconds. Others give theirs back as fast as they are read. */
    private static final long ROOM_MILLIS = 5000;

    /** What the client's operator is to know of limits, quota and expiry: text, in each answer for as long as it is so. */
    private static final String NOTICE = "Vpn-Notice";

    private final AddressGuard guard;
    private final PacketExchange packets;
    private final Limits limits;
    private final BodyRoom rooms;
    private final ShortWay shortWay;
    private final EndpointCounters counters;

    /** Where the client of each session called from last, as far as it did since this was made. */
    private final Map<Session, String> addresses = new ConcurrentHashMap<>();
    private final BodyArrays arrays;

    /** @param shortWay null: every call goes to CXF */
    Doorkeeper(AddressGuard guard, PacketExchange packets, Limits limits, BodyRoom rooms, ShortWay shortWay, BodyArrays arrays,
            EndpointCounters counters) {
        this.guard = guard;
        this.packets = packets;
        this.limits = limits;
        this.rooms = rooms;
        this.shortWay = shortWay;
        this.arrays = arrays;
        this.counters = counters;
    }

    /** Lets a call in, or answers it. */
    void receive(Call call) throws IOException {
        Refusal refusal = switch (call.request().getMethod()) {
            case "POST" -> message(call);
            case "GET" -> query(call);
            default -> Refusal.METHOD;
        };
        if (refusal != null) {
            counters.refused(refusal);
            refusal.send(call.response());
        }
    }

    private Refusal query(Call call) throws IOException {
        String query = call.request().getQueryString();
        if (query == null || !query.startsWith("wsdl") && !query.startsWith("xsd=")) {
            return Refusal.METHOD;
        }
        Refusal refusal = stranger(call);
        if (refusal == null) {
            call.enter();
        }
        return refusal;
    }

    private Refusal message(Call call) throws IOException {
        Refusal refusal = announced(call.request());
        return refusal == null ? message(call, body(call.request())) : refusal;
    }

    private Refusal announced(HttpServletRequest request) {
        String coding = request.getHeader("Content-Encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity") || !isKnown(request.getCharacterEncoding())) {
            return Refusal.ENCODED;
        }
        return request.getContentLengthLong() > limits.maxBodyBytes() ? Refusal.TOO_LARGE : null;
    }

    private static boolean isKnown(String charset) {
        try {
            return charset == null || Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    private static Body body(HttpServletRequest request) throws IOException {
        Body late = LateBody.of(request);
        if (late != null) {
            return late;
        }
        Body body = new Body((int) request.getContentLengthLong());
        body.readArrived(request.getInputStream());
        return body;
    }

    private Refusal message(Call call, Body body) throws IOException {
        Session session = sessionOf(body);
        if (!body.isWhole() && (!body.isTooMuch() || session == null && !body.hasHead())) {
            return await(body, call);
        }
        try (body) {
            if (session == null) {
                return fromStranger(body, call);
            }
            introduce(session, call.from());
            notify(session, call);
            return fromSession(session, body, call);
        }
    }

    /** A session may have been opened before this endpoint and the guard were there, or its client may have moved. */
    private void introduce(Session session, String from) {
        if (!from.equals(addresses.get(session))) {
            addresses.keySet().removeIf(other -> !other.isLive());
            addresses.put(session, from);
            guard.clientCalled(from, session.clientId());
        }
    }

    /** Beside the message: who knows nothing of it passes it over. */
    private static void notify(Session session, Call call) {
        String notice = session.notice();
        if (notice != null) {
            call.response().setHeader(NOTICE, notice);
        }
    }

    /** Does not count as a call of the session: only the head of it was seen. */
    private Session sessionOf(Body body) {
        String id = SessionInHead.find(body.bytes(), body.size());
        return id == null ? null : packets.find(id);
    }

    private Refusal fromSession(Session session, Body body, Call call) throws IOException {
        if (!body.isWhole()) {
            Refusal refusal = makeRoom(body, ROOM_MILLIS);
            if (refusal != null) {
                return refusal;
            }
            body.readRest(call.request().getInputStream(), arrays);
        }
        if (shortWay != null && shortWay.takes(session, body, call.request(), call.response())) {
            body.giveBackTo(arrays);
            return null;
        }
        if (MultipartParts.isMoreThan(limits.maxParts(), body, call.request().getContentType())) {
            return Refusal.TOO_LARGE;
        }
        call.enter(body);
        return null;
    }

    private Refusal fromStranger(Body body, Call call) throws IOException {
        if (body.isTooMuch()) {
            return tooMuch(body, call);
        }
        Refusal refusal = stranger(call);
        if (refusal == null) {
            call.enter(body);
        }
        return refusal;
    }

    /** Who sends packets on a session that has ended meanwhile is told that, and why; the packets are not read. */
    private Refusal tooMuch(Body body, Call call) throws IOException {
        String id = SessionInHead.find(body.bytes(), body.size());
        if (id == null) {
            return Refusal.TOO_LARGE;
        }
        call.response().setHeader("Connection", "close");
        packets.end(id).send(call.response());
        return null;
    }

    private Refusal stranger(Call call) {
        String from = call.from();
        if (guard.admits(from)) {
            return null;
        }
        return guard.isBlocked(from) ? Refusal.BLOCKED : Refusal.BUSY;
    }

    private Refusal await(Body body, Call call) throws IOException {
        int bytes = body.isLengthDeclared() ? Math.min(body.length(), BodyRoom.SMALL_BYTES) : BodyRoom.SMALL_BYTES;
        BodyRoom.Lease room = rooms.forStranger(bytes);
        if (room == null) {
            return Refusal.BUSY;
        }
        body.moveTo(room, BodyRoom.SMALL_BYTES);
        LateBody.await(body, call, TimeUnit.SECONDS.toMillis(limits.messageSeconds()), this::mayGoOn, counters::refused);
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
}
