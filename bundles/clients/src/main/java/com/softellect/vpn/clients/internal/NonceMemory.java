package com.softellect.vpn.clients.internal;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Remembers the nonces of accepted proofs for as long as their timestamps are accepted, so that no proof works twice. Only proofs that were right
 * get in here, so a stranger can't fill it, and a client only as fast as it may authenticate. Not thread-safe: {@link FreshProofs} guards it.
 */
final class NonceMemory {

    /** Some 200 bytes each. Within the 240 s that one is remembered at most, as many clients as this need to authenticate, or 500 that do nothing else. */
    static final int MOST = 65_536;

    private final Set<Nonce> seen = new HashSet<>();
    private final PriorityQueue<Entry> byExpiry = new PriorityQueue<>((a, b) -> Long.compare(a.expiresMillis, b.expiresMillis));

    boolean contains(String clientId, byte[] nonce) {
        return seen.contains(new Nonce(clientId, ByteBuffer.wrap(nonce)));
    }

    /** Whether there is no room for one more. */
    boolean isFull(long nowMillis) {
        while (!byExpiry.isEmpty() && byExpiry.peek().expiresMillis < nowMillis) {
            seen.remove(byExpiry.remove().nonce);
        }
        return seen.size() >= MOST;
    }

    /** @param expiresMillis the last moment at which the proof's timestamp is accepted */
    void remember(String clientId, byte[] nonce, long expiresMillis) {
        Nonce key = new Nonce(clientId, ByteBuffer.wrap(nonce.clone()));
        if (seen.add(key)) {
            byExpiry.add(new Entry(key, expiresMillis));
        }
    }

    int size() {
        return seen.size();
    }

    private record Nonce(String clientId, ByteBuffer bytes) {
    }

    private record Entry(Nonce nonce, long expiresMillis) {
    }
}
