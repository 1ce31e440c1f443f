package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.contract.LimitExceededException;
import com.softellect.vpn.contract.LimitExceededInfo;

/**
 * What one message of a client may hold. Immutable.
 *
 * @param maxBatchPackets packets of one sendPackets
 * @param maxBatchBytes   packet bytes of one sendPackets, before base64
 * @param maxPolls        receivePackets calls in flight
 * @param maxSends        sendPackets calls in flight
 * @param messageSeconds  how long a message may take to come
 */
record Limits(int maxBatchPackets, int maxBatchBytes, int maxPolls, int maxSends, int messageSeconds) {

    private static final int MOST_SENDS = 16;

    /** Bytes of a message beside its packets: envelope, session id, and room for headers of other makes. */
    private static final int ENVELOPE_BYTES = 8192;

    /** The most that carries one packet, in any form: tags with a namespace of their own, or an MTOM part with its headers. */
    private static final int PACKET_FRAME_BYTES = 512;

    private static final int MORE_PARTS = 32;

    /** Base64 broken into lines of 76 characters: 78 bytes for 57. */
    private static final int BASE64_BYTES = 78;
    private static final int BASE64_OF = 57;

    /** @throws IllegalArgumentException if a setting is out of its range; the message names the key and the range */
    static Limits of(EndpointSettings settings) {
        return new Limits(inRange("maxBatchPackets", settings.maxBatchPackets(), 1, 10_000),
                inRange("maxBatchBytes", settings.maxBatchBytes(), Ipv4Packet.MAX_LENGTH, 16 << 20),
                inRange("maxPolls", settings.maxPolls(), 1, Session.MAX_PARKED_POLLS),
                inRange("maxSends", settings.maxSends(), 1, MOST_SENDS),
                inRange("messageSeconds", settings.messageSeconds(), 1, 300));
    }

    private static int inRange(String key, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException("etc/" + EndpointSettings.PID + ".cfg, key " + key + ": " + value + " is outside "
                    + lowest + " to " + highest);
        }
        return value;
    }

    /** The longest body of a message that is within the limits, in whatever form it is written; somewhat longer than most need. */
    int maxBodyBytes() {
        return ENVELOPE_BYTES + maxBatchPackets * PACKET_FRAME_BYTES + maxBatchBytes / BASE64_OF * BASE64_BYTES + BASE64_BYTES;
    }

    /** The most parts of an MTOM message: one for each packet, and some more, so that a batch with too many gets the typed fault. */
    int maxParts() {
        return maxBatchPackets + MORE_PARTS;
    }

    /**
     * Checks a batch before anything of it is used.
     *
     * @return the bytes of its packets
     * @throws LimitExceededException naming the limit that it is over
     */
    long check(Batch batch) throws LimitExceededException {
        if (batch.sequence() < 0) {
            throw exceeded("sequence", Long.MAX_VALUE, "sequence number " + batch.sequence() + " is negative");
        }
        int packets = batch.packets().size();
        if (packets > maxBatchPackets) {
            throw exceeded("maxBatchPackets", maxBatchPackets, packets + " packets in one message, " + maxBatchPackets + " are allowed");
        }
        long bytes = 0;
        for (byte[] packet : batch.packets()) {
            int length = packet == null ? 0 : packet.length;
            if (length == 0 || length > Ipv4Packet.MAX_LENGTH) {
                throw exceeded("packetBytes", Ipv4Packet.MAX_LENGTH, "a packet of " + length + " bytes, 1 to "
                        + Ipv4Packet.MAX_LENGTH + " are allowed");
            }
            bytes += length;
        }
        if (bytes > maxBatchBytes) {
            throw exceeded("maxBatchBytes", maxBatchBytes, bytes + " packet bytes in one message, " + maxBatchBytes + " are allowed");
        }
        return bytes;
    }

    private static LimitExceededException exceeded(String limit, long allowed, String message) {
        return new LimitExceededException(new LimitExceededInfo(limit, allowed, message));
    }
}
