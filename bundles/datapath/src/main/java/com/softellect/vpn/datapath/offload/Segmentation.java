package com.softellect.vpn.datapath.offload;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Cuts a super-packet into packets for who can't take it whole, as the system would: each has the headers of the whole, its own part
 * of the payload, sequence number, total length and complete checksums, and the next IP id. FIN and PSH stay on the last one, CWR on
 * the first (RFC 3168, 6.1.2); all other flags, and options, are the same on all.
 *
 * <p>Allocates the packets that it gives, and no more. What the headers' checksums have in common is summed once.
 *
 * <p>Threads: one. The super-packet is only read; the packets belong to the caller.
 */
public final class Segmentation implements Iterator<byte[]> {

    private static final int FIN_AND_PSH = 0x09;

    private final byte[] whole;
    private final int tcp;
    private final int headers;
    private final int payload;

    /** The sum of the IP header without its total length, id and checksum. */
    private final long ipSum;
    /** The sum of pseudo header and TCP header without TCP length, sequence number, flags and checksum. */
    private final long tcpSum;

    /** Where the next packet's payload begins, and how many packets were given. */
    private int at;
    private int given;

    private Segmentation(byte[] whole, int headers, int payload) {
        this.whole = whole;
        this.tcp = SuperPacket.tcpHeader(whole);
        this.headers = headers;
        this.payload = payload;
        this.ipSum = (long) Checksum.sum(whole, 0, tcp) + without(SuperPacket.TOTAL_LENGTH) + without(SuperPacket.ID)
                + without(SuperPacket.IP_CHECKSUM);
        this.tcpSum = SuperPacket.addressesAndProtocol(whole) + Checksum.sum(whole, tcp, headers - tcp)
                + without(tcp + SuperPacket.SEQUENCE) + without(tcp + SuperPacket.SEQUENCE + 2) + without(tcp + SuperPacket.DATA_OFFSET)
                + without(tcp + SuperPacket.CHECKSUM);
        this.at = headers;
    }

    private int without(int word) {
        return Checksum.without(Checksum.word(whole, word));
    }

    /**
     * Into packets of the MTU; the last one may be shorter.
     *
     * @param superPacket one that passed {@link SuperPacket#check}
     * @param mtu         bytes, more than {@link SuperPacket#MAX_HEADERS}
     */
    public static Segmentation toMtu(byte[] superPacket, int mtu) {
        int headers = SuperPacket.headers(superPacket);
        return new Segmentation(superPacket, headers, mtu - headers);
    }

    /**
     * Into packets with that much payload; the last one may have less.
     *
     * @param superPacket one that passed {@link SuperPacket#check}
     * @param payload     bytes, 1 or more
     */
    public static Segmentation toPayload(byte[] superPacket, int payload) {
        return new Segmentation(superPacket, SuperPacket.headers(superPacket), payload);
    }

    @Override
    public boolean hasNext() {
        return at < whole.length;
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int end = Math.min(at + payload, whole.length);
        byte[] packet = copy(end);
        boolean last = end == whole.length;
        finishIp(packet);
        finishTcp(packet, last);
        at = end;
        given++;
        return packet;
    }

    /** With the bytes before the payload, which the headers then overwrite: so the JVM need not zero the array first. */
    private byte[] copy(int end) {
        byte[] packet = Arrays.copyOfRange(whole, at - headers, end);
        System.arraycopy(whole, 0, packet, 0, headers);
        return packet;
    }

    private void finishIp(byte[] packet) {
        int id = Checksum.word(whole, SuperPacket.ID) + given & 0xffff;
        Checksum.putWord(packet, SuperPacket.TOTAL_LENGTH, packet.length);
        Checksum.putWord(packet, SuperPacket.ID, id);
        Checksum.putWord(packet, SuperPacket.IP_CHECKSUM, Checksum.without(Checksum.fold(ipSum + packet.length + id)));
    }

    private void finishTcp(byte[] packet, boolean last) {
        int sequence = Checksum.intAt(whole, tcp + SuperPacket.SEQUENCE) + at - headers;
        Checksum.putInt(packet, tcp + SuperPacket.SEQUENCE, sequence);
        packet[tcp + SuperPacket.FLAGS] &= (byte) ~((given == 0 ? 0 : SuperPacket.CWR) | (last ? 0 : FIN_AND_PSH));
        long sum = tcpSum + packet.length - tcp + (sequence >>> 16) + (sequence & 0xffff)
                + Checksum.word(packet, tcp + SuperPacket.DATA_OFFSET) + Checksum.sum(packet, headers, packet.length - headers);
        Checksum.putWord(packet, tcp + SuperPacket.CHECKSUM, Checksum.without(Checksum.fold(sum)));
    }
}
