package com.softellect.vpn.api.session;

import com.softellect.vpn.api.policy.Policy;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One authenticated client on the gateway: its address, the queue of packets that wait for it, and the semaphore
 * {@code packetsAvailable}. All methods may be called by any thread.
 *
 * <p>Permits and queue never drift apart: {@link #offer} puts one packet and releases one permit, {@link #take} takes
 * packets together with their permits, in one step each.
 */
@ProviderType
public interface Session {

    /** How many polls may be parked on one session. One more, and the oldest is woken: the newest poll wins. */
    int MAX_PARKED_POLLS = 48;

    /**
     * The id: 256 random bits as 43 characters of base64url. A secret: it is never logged or shown. Null if the registry was swapped since the
     * session was opened: it then knows only the id's hash.
     */
    String id();

    /** A short number for operators and logs. Says nothing about the id. */
    long number();

    String clientId();

    /** The session's tunnel address, an int in network byte order. */
    int address();

    Instant openedAt();

    /** The milliseconds since the client's last call. */
    long idleMillis();

    /** Notes that the client called. */
    void touch();

    /** Whether the session is live. Once false, it stays false. */
    boolean isLive();

    /** Why the session ended; null while it is live. */
    EndReason endReason();

    /** Whether it may exchange packets with other sessions that may do so too. Changes with the client's settings. */
    boolean clientToClient();

    /** What the client may do. Changes with the client's settings: who asks for each packet sees a change at the next one. */
    Policy policy();

    /** Whether the client's quota is used up: its packets are to be refused then, both ways, until the period ends or the quota is raised. Cheap. */
    boolean quotaUsedUp();

    /**
     * What its client is to be told at the moment of limits, quota and expiry, in words: up to 500 printable characters of ASCII; null: nothing. Cheap. That a
     * quota is used up is in it a second later.
     */
    String notice();

    /**
     * Whether the client and the gateway agreed on super-packets ({@link com.softellect.vpn.api.adapter.TunAdapter} says what they are): whether some
     * may come from it, and be offered. The same for as long as the session lives.
     */
    boolean superPackets();

    /**
     * Queues a packet for the client and releases exactly one permit. Never blocks: if the session has ended the packet is dropped and counted; if
     * the queue is full the oldest packets of whoever has the most in it are, with their permits.
     *
     * @param packet a valid IPv4 packet, longer than the MTU only with {@link #superPackets}; belongs to the session from now on
     * @return whether it was queued
     */
    boolean offer(byte[] packet);

    /**
     * Takes what is queued, with its permits: the flows in turn, the packets of each flow oldest first. What waited for too long may be dropped
     * and counted instead, with its permit. A client whose policy limits what it is sent gets no more than that allows now.
     *
     * @param maxPackets at least 1
     * @param maxBytes   no further packet is taken once this many bytes are; the first one is taken whatever its size
     * @return the packets with the sequence number of the first; without packets if none are queued, or none may be taken yet
     */
    Batch take(int maxPackets, int maxBytes);

    /**
     * Parks a poll on {@code packetsAvailable} until there is a permit, and its packet may be taken. Takes no permit itself: the woken poll calls
     * {@link #take} once more and answers, also if another poll was quicker and it got nothing.
     *
     * @param wake runs once, unless unparked before: when a packet may be taken (at once if one may now), when the session
     *             ends, or when too many polls are parked. It may run on any thread, also on the caller's before this
     *             method returns; it must not block.
     */
    ParkedPoll park(Runnable wake);

    /** The permits of {@code packetsAvailable}: as many as there are packets queued. */
    int permits();

    /** The polls that are parked now. */
    int parkedPolls();

    /** Packets and bytes since the session was opened. */
    SessionTraffic traffic();

    /** Counts a batch that came from the client, for {@link #traffic} and for its quota; what it takes is counted without asking. */
    void countFromClient(int packets, long bytes);
}
