package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.datapath.offload.Checksum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Packets of clients that come in fragments, until they are whole: only the first fragment has the ports. Bounded in bytes, in packets, and in packets of
 * one client. A packet with fragments that overlap is given up: no honest system makes such.
 *
 * <p>Threads: any.
 */
final class Fragments {

    /** How long the rest of a packet is waited for, in seconds (RFC 4963 says why not longer). */
    static final int WAIT = 15;

    private static final int MOST_PACKETS = 256;
    private static final int MOST_OF_CLIENT = 32;
    private static final int MOST_BYTES = 4 << 20;

    /** Guarded by this. */
    private final Map<Key, Parts> packets = new HashMap<>();
    private int bytes;

    /**
     * Takes a fragment.
     *
     * @param fragment belongs to this object from now on
     * @param now      seconds
     * @return the whole packet, if it is whole now
     * @throws NoRoomException if the fragment was given up
     */
    synchronized byte[] add(byte[] fragment, int now) throws NoRoomException {
        Key key = new Key(Ipv4Packet.source(fragment), Ipv4Packet.destination(fragment), fragment[Ip.PROTOCOL], Checksum.word(fragment, Ip.ID));
        Parts parts = packets.get(key);
        if (parts == null) {
            parts = admit(key, now);
        }
        if (bytes + fragment.length > MOST_BYTES || !parts.add(fragment)) {
            forget(key);
            throw new NoRoomException();
        }
        bytes += fragment.length;
        if (!parts.isWhole()) {
            return null;
        }
        forget(key);
        return parts.whole();
    }

    private Parts admit(Key key, int now) throws NoRoomException {
        if (packets.size() >= MOST_PACKETS || packets.keySet().stream().filter(other -> other.source == key.source).count() >= MOST_OF_CLIENT) {
            throw new NoRoomException();
        }
        Parts parts = new Parts(now);
        packets.put(key, parts);
        return parts;
    }

    private void forget(Key key) {
        bytes -= packets.remove(key).bytes;
    }

    /** @return how many packets were given up, since their rest did not come */
    synchronized int tick(int now) {
        int before = packets.size();
        for (Iterator<Parts> all = packets.values().iterator(); all.hasNext();) {
            Parts parts = all.next();
            if (parts.since + WAIT <= now) {
                bytes -= parts.bytes;
                all.remove();
            }
        }
        return before - packets.size();
    }

    private record Key(int source, int destination, byte protocol, int id) {
    }

    /** There is no room for a fragment, or it does not fit to the others. */
    static final class NoRoomException extends Exception {

        private static final long serialVersionUID = 1L;

        NoRoomException() {
            super("no room for a fragment", null, false, false);
        }
    }

    /** The fragments of one packet, by the offset of their payload in bytes. */
    private static final class Parts {

        final int since;
        int bytes;
        private final NavigableMap<Integer, byte[]> byOffset = new TreeMap<>();
        private int payload;
        private int end = -1;

        Parts(int since) {
            this.since = since;
        }

        boolean add(byte[] fragment) {
            int word = Checksum.word(fragment, Ip.FRAGMENT);
            int from = (word & Ip.FRAGMENT_OFFSET) * Ip.FRAGMENT_UNIT;
            int length = fragment.length - Ip.header(fragment, 0);
            boolean last = (word & Ip.MORE_FRAGMENTS) == 0;
            if (length == 0 || !last && length % Ip.FRAGMENT_UNIT != 0 || from + length + Ip.header(fragment, 0) > Ipv4Packet.MAX_LENGTH
                    || end >= 0 && (last || from + length > end) || last && !byOffset.isEmpty() && endOf(byOffset.lastEntry()) > from || overlaps(from, length)) {
                return false;
            }
            byOffset.put(from, fragment);
            bytes += fragment.length;
            payload += length;
            if (last) {
                end = from + length;
            }
            return true;
        }

        private boolean overlaps(int from, int length) {
            Map.Entry<Integer, byte[]> before = byOffset.floorEntry(from);
            Integer after = byOffset.ceilingKey(from);
            return before != null && endOf(before) > from || after != null && after < from + length;
        }

        private static int endOf(Map.Entry<Integer, byte[]> part) {
            return part.getKey() + part.getValue().length - Ip.header(part.getValue(), 0);
        }

        boolean isWhole() {
            return payload == end && byOffset.firstKey() == 0;
        }

        byte[] whole() {
            byte[] first = byOffset.get(0);
            int header = Ip.header(first, 0);
            byte[] whole = Arrays.copyOf(first, header + end);
            byOffset.forEach((offset, part) -> {
                int from = Ip.header(part, 0);
                System.arraycopy(part, from, whole, header + offset, part.length - from);
            });
            Checksum.putWord(whole, Ip.TOTAL_LENGTH, whole.length);
            Checksum.putWord(whole, Ip.FRAGMENT, 0);
            Ip.finish(whole);
            return whole;
        }
    }

    /**
     * Cuts a packet into fragments (RFC 791, 3.2). Only the first one has the options of the header: those that must be copied say so, and nobody sends
     * any.
     *
     * @param packet that may be cut, longer than the MTU
     * @param mtu    bytes, 68 or more
     */
    static List<byte[]> cut(byte[] packet, int mtu) {
        List<byte[]> fragments = new ArrayList<>();
        int header = Ip.header(packet, 0);
        int at = header;
        while (at < packet.length) {
            int own = at == header ? header : Ip.HEADER;
            int payload = Math.min((mtu - own) / Ip.FRAGMENT_UNIT * Ip.FRAGMENT_UNIT, packet.length - at);
            byte[] fragment = new byte[own + payload];
            System.arraycopy(packet, 0, fragment, 0, own);
            System.arraycopy(packet, at, fragment, own, payload);
            fragment[0] = (byte) (packet[0] & 0xf0 | own / 4);
            Checksum.putWord(fragment, Ip.TOTAL_LENGTH, fragment.length);
            Checksum.putWord(fragment, Ip.FRAGMENT,
                    (at - header) / Ip.FRAGMENT_UNIT | (at + payload < packet.length ? Ip.MORE_FRAGMENTS : 0));
            Ip.finish(fragment);
            fragments.add(fragment);
            at += payload;
        }
        return fragments;
    }
}
