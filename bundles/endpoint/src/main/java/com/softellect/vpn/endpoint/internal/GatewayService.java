package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.api.client.Authenticator;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import com.softellect.vpn.contract.Authenticate;
import com.softellect.vpn.contract.AuthenticateResponse;
import com.softellect.vpn.contract.AuthenticationFailedException;
import com.softellect.vpn.contract.AuthenticationFailedInfo;
import com.softellect.vpn.contract.Disconnect;
import com.softellect.vpn.contract.DisconnectResponse;
import com.softellect.vpn.contract.GetVersionInfo;
import com.softellect.vpn.contract.GetVersionInfoResponse;
import com.softellect.vpn.contract.LimitExceededException;
import com.softellect.vpn.contract.Option;
import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.SendPacketsResponse;
import com.softellect.vpn.contract.SessionExpiredException;
import com.softellect.vpn.contract.VersionNotSupportedException;
import com.softellect.vpn.contract.VersionNotSupportedInfo;
import com.softellect.vpn.contract.VpnGateway;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The gateway's door to the wire: what comes in SOAP calls goes to the registry and, in order, to the packet router; what waits
 * for a client goes out in the answers of its long polls.
 *
 * <p>Thread-safe; no method blocks.
 */
final class GatewayService implements VpnGateway {

    private static final String PRODUCT = "Softellect VPN gateway";

    private final String version;
    private final Authenticator authenticator;
    private final SessionRegistry registry;
    private final PacketExchange packets;
    private final Limits limits;
    private final List<Option> accepted;
    private final Pushed pushed;
    private final Supplier<String> callerAddress;

    /**
     * @param accepted      the options that this gateway agrees on if a client offers them
     * @param pushed        what clients are told of the networks behind this gateway
     * @param callerAddress of the call that is on this thread
     */
    GatewayService(String version, Authenticator authenticator, SessionRegistry registry, PacketExchange packets, Limits limits,
            List<Option> accepted, Pushed pushed, Supplier<String> callerAddress) {
        this.version = version;
        this.authenticator = authenticator;
        this.registry = registry;
        this.packets = packets;
        this.limits = limits;
        this.accepted = accepted;
        this.pushed = pushed;
        this.callerAddress = callerAddress;
    }

    @Override
    public GetVersionInfoResponse getVersionInfo(GetVersionInfo request) {
        return new GetVersionInfoResponse(PRODUCT, version, PROTOCOL, PROTOCOL, System.currentTimeMillis());
    }

    @Override
    public AuthenticateResponse authenticate(Authenticate request) throws AuthenticationFailedException, VersionNotSupportedException {
        if (request.getProtocol() != PROTOCOL) {
            throw new VersionNotSupportedException(new VersionNotSupportedInfo(PROTOCOL, PROTOCOL, "this gateway speaks version "
                    + PROTOCOL + " of the protocol, the client version " + request.getProtocol() + ": update the older one"));
        }
        try {
            Client client = authenticator.authenticate(credentials(request), callerAddress.get());
            List<Option> agreed = accepted.stream().filter(option -> option.isIn(request.getOptions())).toList();
            Session session = registry.open(client, Option.SUPER_PACKETS.isIn(agreed));
            packets.forgetEnded();
            endIfChangedMeanwhile(client, session);
            return terms(session, agreed);
        } catch (AuthenticationException e) {
            throw new AuthenticationFailedException(new AuthenticationFailedInfo(e.reason().name(), e.getMessage()));
        }
    }

    /** A change that came between proof and session found no session to end. */
    private void endIfChangedMeanwhile(Client client, Session session) throws AuthenticationException {
        if (!authenticator.isCurrent(client)) {
            registry.end(session, EndReason.REVOKED);
            throw new AuthenticationException(Reason.CHANGED, "the gateway's operator has changed this client just now: try again");
        }
    }

    private static Credentials credentials(Authenticate request) {
        return new Credentials(Objects.requireNonNullElse(request.getClientId(), ""),
                Objects.requireNonNullElse(request.getAlgorithm(), ""), request.getTimestampMillis(),
                Objects.requireNonNullElse(request.getNonce(), new byte[0]), Objects.requireNonNullElse(request.getProof(), new byte[0]));
    }

    private AuthenticateResponse terms(Session session, List<Option> agreed) {
        Ipv4Network network = registry.network();
        return pushed.in(new AuthenticateResponse(session.id(), Ipv4Network.format(session.address()), network.prefixLength(),
                Ipv4Network.format(network.address()), registry.mtu(), registry.idleSeconds(), limits.maxBatchPackets(),
                limits.maxBatchBytes(), limits.maxPolls(), limits.maxSends(), agreed));
    }

    @Override
    public SendPacketsResponse sendPackets(SendPackets request) throws SessionExpiredException, LimitExceededException {
        Session session = live(request.getSessionId());
        Batch batch = new Batch(request.getSequence(), request.getPackets());
        packets.fromClient(session, batch, limits.check(batch));
        return new SendPacketsResponse(batch.packets().size());
    }

    @Override
    public ReceivePacketsResponse receivePackets(ReceivePackets request) throws SessionExpiredException {
        Poll resumed = Suspension.resumedPoll();
        if (resumed != null) {
            Batch batch = packets.finish(resumed);
            live(request.getSessionId());
            return answer(batch);
        }
        Session session = live(request.getSessionId());
        Batch batch = packets.takeNow(session);
        if (!batch.isEmpty()) {
            return answer(batch);
        }
        Suspension.suspend(packets, session);
        return null;
    }

    private static ReceivePacketsResponse answer(Batch batch) {
        return new ReceivePacketsResponse(batch.sequence(), batch.packets());
    }

    @Override
    public DisconnectResponse disconnect(Disconnect request) throws SessionExpiredException {
        registry.end(live(request.getSessionId()), EndReason.DISCONNECTED);
        return new DisconnectResponse();
    }

    private Session live(String sessionId) throws SessionExpiredException {
        Session session = packets.live(sessionId);
        if (session == null) {
            throw packets.end(sessionId).fault();
        }
        return session;
    }
}
