package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.contract.Authenticate;
import com.softellect.vpn.contract.AuthenticateResponse;
import com.softellect.vpn.contract.AuthenticationFailedException;
import com.softellect.vpn.contract.AuthenticationFailedInfo;
import com.softellect.vpn.contract.Disconnect;
import com.softellect.vpn.contract.DisconnectResponse;
import com.softellect.vpn.contract.GetVersionInfo;
import com.softellect.vpn.contract.GetVersionInfoResponse;
import com.softellect.vpn.contract.Option;
import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.SendPacketsResponse;
import com.softellect.vpn.contract.SessionExpiredException;
import com.softellect.vpn.contract.SessionExpiredInfo;
import com.softellect.vpn.contract.VersionNotSupportedException;
import com.softellect.vpn.contract.VpnGateway;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.ws.WebServiceException;

/** A gateway whose every answer is the test's: a call waits until the test answers it. No network, no clock. */
final class FakeGateway implements VpnGateway {

    /** A call that waits for its answer. */
    record Call<Q, A>(Q request, CompletableFuture<A> answer) {

        void answer(A value) {
            answer.complete(value);
        }

        void fail(Exception why) {
            answer.completeExceptionally(why);
        }
    }

    final BlockingQueue<Call<Authenticate, AuthenticateResponse>> authentications = new LinkedBlockingQueue<>();
    final BlockingQueue<Call<ReceivePackets, ReceivePacketsResponse>> polls = new LinkedBlockingQueue<>();
    final BlockingQueue<Call<SendPackets, SendPacketsResponse>> sends = new LinkedBlockingQueue<>();

    /** Those that only ask whether the session is still there. */
    final BlockingQueue<Call<SendPackets, SendPacketsResponse>> resumptions = new LinkedBlockingQueue<>();
    final BlockingQueue<Call<Disconnect, DisconnectResponse>> goodbyes = new LinkedBlockingQueue<>();

    /** Polls that are out, and the most that ever were since {@link #forgetMostPolls}. */
    final AtomicInteger pollsOut = new AtomicInteger();
    private final AtomicInteger mostPollsOut = new AtomicInteger();

    /** The clock of the gateway, which is not the client's. */
    static final long TIME_MILLIS = 1_800_000_000_000L;

    volatile GetVersionInfoResponse versionInfo = new GetVersionInfoResponse("gateway", "1", 1, 1, TIME_MILLIS);

    volatile boolean answersGoodbyes = true;

    /** Whether a goodbye answers the polls that are out, as a gateway does. */
    volatile boolean endsPollsAtGoodbye = true;

    private final Set<CompletableFuture<?>> waitingCalls = ConcurrentHashMap.newKeySet();
    private final Set<CompletableFuture<?>> waitingPolls = ConcurrentHashMap.newKeySet();

    static AuthenticateResponse grant(String sessionId) {
        return grant(sessionId, "10.66.77.2", 4, 2, 100, 1 << 20);
    }

    static AuthenticateResponse grant(String sessionId, String address, int polls, int sends, int batchPackets, int batchBytes) {
        return grant(sessionId, address, polls, sends, batchPackets, batchBytes, List.of());
    }

    static AuthenticateResponse grant(String sessionId, int batchBytes, List<Option> accepted) {
        return grant(sessionId, "10.66.77.2", 4, 2, 100, batchBytes, accepted);
    }

    private static AuthenticateResponse grant(String sessionId, String address, int polls, int sends, int batchPackets, int batchBytes,
            List<Option> accepted) {
        return new AuthenticateResponse(sessionId, address, 24, "10.66.77.1", 1500, 60, batchPackets, batchBytes, polls, sends, accepted);
    }

    static SessionExpiredException expired() {
        return ended(null);
    }

    static SessionExpiredException ended(String reason) {
        return new SessionExpiredException(new SessionExpiredInfo("as the gateway says it", reason));
    }

    static AuthenticationFailedException refused(String reason) {
        return new AuthenticationFailedException(new AuthenticationFailedInfo(reason, "no entry"));
    }

    static WebServiceException broken() {
        return new WebServiceException("the line is dead");
    }

    /** The next of these calls; the test fails if there is none for a long time. */
    static <T> T next(BlockingQueue<T> calls) throws InterruptedException {
        T call = calls.poll(20, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("the call did not come");
        }
        return call;
    }

    int mostPollsOut() {
        return mostPollsOut.get();
    }

    void forgetMostPolls() {
        mostPollsOut.set(0);
    }

    /** Waits until the polls of a connection that has broken have ended. */
    void awaitNoPolls() throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); pollsOut.get() > 0;) {
            if (System.nanoTime() > end) {
                throw new AssertionError(pollsOut + " polls have not ended");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Override
    public GetVersionInfoResponse getVersionInfo(GetVersionInfo request) {
        return versionInfo;
    }

    @Override
    public AuthenticateResponse authenticate(Authenticate request)
            throws AuthenticationFailedException, VersionNotSupportedException {
        try {
            return await(authentications, request);
        } catch (AuthenticationFailedException | VersionNotSupportedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public SendPacketsResponse sendPackets(SendPackets request) throws SessionExpiredException {
        return awaitInSession(request.getPackets().isEmpty() ? resumptions : sends, request);
    }

    @Override
    public ReceivePacketsResponse receivePackets(ReceivePackets request) throws SessionExpiredException {
        mostPollsOut.accumulateAndGet(pollsOut.incrementAndGet(), Math::max);
        try {
            return awaitInSession(polls, request);
        } finally {
            pollsOut.decrementAndGet();
        }
    }

    @Override
    public DisconnectResponse disconnect(Disconnect request) throws SessionExpiredException {
        if (endsPollsAtGoodbye) {
            waitingPolls.forEach(answer -> answer.completeExceptionally(expired()));
        }
        if (answersGoodbyes) {
            goodbyes.add(new Call<>(request, new CompletableFuture<>()));
            return new DisconnectResponse();
        }
        return awaitInSession(goodbyes, request);
    }

    /** Fails all calls that wait, so that no thread of a test stays behind. */
    void failAll() {
        waitingCalls.forEach(answer -> answer.completeExceptionally(broken()));
    }

    private <Q, A> A awaitInSession(BlockingQueue<Call<Q, A>> calls, Q request) throws SessionExpiredException {
        try {
            return await(calls, request);
        } catch (SessionExpiredException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private <Q, A> A await(BlockingQueue<Call<Q, A>> calls, Q request) throws Exception {
        CompletableFuture<A> answer = new CompletableFuture<>();
        waitingCalls.add(answer);
        if (request instanceof ReceivePackets) {
            waitingPolls.add(answer);
        }
        calls.add(new Call<>(request, answer));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        } finally {
            waitingCalls.remove(answer);
            waitingPolls.remove(answer);
        }
    }
}
