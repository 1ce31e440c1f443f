package com.softellect.vpn.clients.internal;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Remembers the nonces of accepted proofs for as long as their timestamps are accepted, so that no proof works twice. Only proofs
 * that were right get in here, so a stranger can't fill it. Thread-safe.
 */
final class NonceMemory {

    private final Set<ByteBuffer> seen = new HashSet<>();
    private final PriorityQueue<Entry> byExpiry = new PriorityQueue<>((a, b) -> Long.compare(a.expiresMillis, b.expiresMillis));

    /**
     * @param expiresMillis when the proof's timestamp stops being accepted
     * @return false if the nonce was seen before
     */
    synchronized boolean remember(byte[] nonce, long expiresMillis, long nowMillis) {
        while (!byExpiry.isEmpty() && byExpiry.peek().expiresMillis < nowMillis) {
            seen.remove(byExpiry.remove().nonce);
        }
        ByteBuffer key = ByteBuffer.wrap(nonce.clone()).asReadOnlyBuffer();
        if (!seen.add(key)) {
            return false;
        }
        byExpiry.add(new Entry(key, expiresMillis));
        return true;
    }

    synchronized int size() {
        return seen.size();
    }

    private record Entry(ByteBuffer nonce, long expiresMillis) {
    }
}
