package com.softellect.vpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.datapath.offload.SuperPacket;
import com.softellect.vpn.translator.internal.TranslatorBed;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Packets of all kinds at both doors of the translator, its clock, and a system that has no room or no way. */
class TranslatorFuzzTest {

    private static final int STEPS = 40;
    private static final int HEADER = 20;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;

    /** Longer than any flow lives, in seconds. */
    private static final int FOREVER = 8000;
    private static final int[] PROTOCOLS = {TCP, UDP, ICMP, TCP, UDP, ICMP, 47};
    private static final int[] DESTINATIONS = {address("198.51.100.9"), address("198.51.100.10"), TranslatorBed.EXTERNAL, address("203.0.113.1"), address("127.0.0.1")};
    private static final int[] ICMP_TYPES = {8, 0, 3, 11, 12, 13};

    private static int address(String text) {
        return Ipv4Network.parseAddress(text);
    }

    @FuzzTest(maxDuration = "")
    void anyPackets(FuzzedDataProvider data) {
        TranslatorBed bed = new TranslatorBed(data.consumeInt(68, 1600), data.consumeInt(0, 2));
        byte[] last = null;
        int second = 0;
        for (int step = 0; step < STEPS && data.remainingBytes() > 0; step++) {
            switch (data.consumeInt(0, 6)) {
                case 0 -> bed.become(data.consumeByte());
                case 1 -> {
                    second += data.consumeInt(0, 8000);
                    bed.tick(second);
                }
                case 2 -> fromNetwork(bed, data.consumeBytes(data.consumeInt(0, 200)));
                case 3 -> fromNetwork(bed, last == null ? packet(data, DESTINATIONS[0], TranslatorBed.EXTERNAL) : changed(data, answer(last)));
                case 4 -> fromNetwork(bed, about(data, last == null ? packet(data, TranslatorBed.EXTERNAL, DESTINATIONS[0]) : last));
                default -> last = fromClient(bed, data, last);
            }
            assertThat(bed.flows()).isLessThanOrEqualTo(TranslatorBed.MOST_FLOWS);
            assertThat(bed.held()).isLessThanOrEqualTo(bed.flows() * 2);
        }
        bed.tick(second + FOREVER);
        assertThat(bed.flows()).as("flows that never end").isZero();
        assertThat(bed.held()).as("ports that are never given back").isZero();
    }

    /** @return what left last, if it shows a flow; else what did before */
    private static byte[] fromClient(TranslatorBed bed, FuzzedDataProvider data, byte[] before) {
        int client = TranslatorBed.NETWORK.base() + data.consumeInt(2, 4);
        int destination = data.consumeInt(0, 9) == 0 ? data.consumeInt() : data.pickValue(DESTINATIONS);
        byte[] packet = packet(data, client, destination);
        if (Ipv4Packet.check(packet) != null || TranslatorBed.NETWORK.contains(Ipv4Packet.destination(packet)) || Ipv4Packet.source(packet) != client) {
            return before; // the router's
        }
        byte[] given = packet.clone();
        bed.sent.clear();
        bed.back.clear();
        if (!bed.fromClient(packet)) {
            assertThat(packet).as("for the gateway itself").isEqualTo(given);
            return before;
        }
        bed.back.forEach(told -> assertTold(told, client));
        bed.sent.forEach(one -> assertThat(Ipv4Packet.check(one)).isNull());
        if (bed.sent.size() == 1 && !isFragment(given) && given.length == bed.sent.get(0).length) {
            return sentAlone(bed, given, bed.sent.get(0), before);
        }
        return before;
    }

    private static byte[] sentAlone(TranslatorBed bed, byte[] given, byte[] sent, byte[] before) {
        assertThat(Ipv4Packet.destination(sent)).isEqualTo(Ipv4Packet.destination(given));
        assertThat(sent[8]).as("time to live").isEqualTo((byte) (given[8] - 1));
        assertStaysRight(given, sent);
        if (!hasPorts(sent)) {
            return before;
        }
        bed.back.clear();
        bed.sent.clear();
        bed.fromNetwork(answer(sent));
        assertThat(bed.back).as("an answer").hasSize(1);
        byte[] answered = bed.back.get(0);
        assertThat(Ipv4Packet.destination(answered)).isEqualTo(Ipv4Packet.source(given));
        assertThat(word(answered, HEADER + nearPort(answered[9], false))).isEqualTo(word(given, header(given) + nearPort(given[9], true)));
        assertThat(isSound(answered)).isTrue();
        return sent;
    }

    /** Right checksums stay right, and the packet's wrong ones are nobody's to mend. */
    private static void assertStaysRight(byte[] given, byte[] sent) {
        if (sum(given, 0, header(given), 0) == 0xffff) {
            assertThat(sum(sent, 0, header(sent), 0)).as("the header's checksum").isEqualTo(0xffff);
        }
        if (hasPorts(given) && isSound(given)) {
            assertThat(isSound(sent)).as("the checksum").isTrue();
        }
    }

    private static void fromNetwork(TranslatorBed bed, byte[] packet) {
        bed.back.clear();
        bed.sent.clear();
        bed.fromNetwork(packet);
        for (byte[] one : bed.back) {
            assertThat(one.length <= TranslatorBed.MTU ? Ipv4Packet.check(one) : SuperPacket.check(one)).isNull();
            assertThat(TranslatorBed.NETWORK.isHost(Ipv4Packet.destination(one))).isTrue();
        }
    }

    /** An ICMP message, or a reset. */
    private static void assertTold(byte[] told, int client) {
        assertThat(Ipv4Packet.check(told)).isNull();
        assertThat(Ipv4Packet.destination(told)).isEqualTo(client);
        assertThat(sum(told, 0, header(told), 0)).isEqualTo(0xffff);
        assertThat(told.length).isLessThanOrEqualTo(576);
    }

    /** Mostly well-formed. */
    private static byte[] packet(FuzzedDataProvider data, int from, int to) {
        int protocol = data.pickValue(PROTOCOLS);
        int options = data.consumeInt(0, 9) == 0 ? data.consumeInt(0, 10) * 4 : 0;
        int length = HEADER + options + data.consumeInt(0, 60) + (data.consumeInt(0, 9) == 0 ? data.consumeInt(0, 4000) : 8);
        ByteBuffer packet = ByteBuffer.allocate(length);
        packet.put(0, (byte) (0x45 + options / 4)).putShort(2, (short) length).putShort(4, data.consumeShort());
        packet.putShort(6, data.consumeInt(0, 5) == 0 ? data.consumeShort() : (short) (data.consumeBoolean() ? 0x4000 : 0));
        packet.put(8, (byte) data.consumeInt(0, 255)).put(9, (byte) protocol).putInt(12, from).putInt(16, to);
        packet.put(HEADER + options, data.consumeBytes(Math.min(length - HEADER - options, 60)));
        int start = HEADER + options;
        if (protocol == ICMP && length > start) {
            packet.put(start, (byte) data.pickValue(ICMP_TYPES));
        } else if (length >= start + 4) {
            packet.putShort(start, (short) data.consumeInt(1000, 1005)).putShort(start + 2, (short) data.consumeInt(52, 54));
        }
        if (protocol == TCP && length > start + 13) {
            packet.put(start + 12, (byte) (data.consumeInt(0, 15) << 4)).put(start + 13, data.consumeBoolean() ? 2 : data.consumeByte());
        }
        byte[] finished = data.consumeInt(0, 9) == 0 ? packet.array() : finish(packet.array());
        return changed(data, finished);
    }

    /** Rarely so, in one byte. */
    private static byte[] changed(FuzzedDataProvider data, byte[] packet) {
        if (packet.length > 0 && data.consumeInt(0, 5) == 0) {
            packet[data.consumeInt(0, packet.length - 1)] = data.consumeByte();
        }
        return packet;
    }

    /** A message about that packet, from a router on the way. */
    private static byte[] about(FuzzedDataProvider data, byte[] packet) {
        byte[] quoted = Arrays.copyOf(packet, Math.min(packet.length, data.consumeInt(0, 100)));
        ByteBuffer message = ByteBuffer.allocate(HEADER + 8 + quoted.length);
        message.put(0, (byte) 0x45).putShort(2, (short) message.capacity()).put(8, (byte) 60).put(9, (byte) ICMP);
        message.putInt(12, DESTINATIONS[1]).putInt(16, TranslatorBed.EXTERNAL);
        message.put(HEADER, (byte) data.pickValue(ICMP_TYPES)).put(HEADER + 1, (byte) data.consumeInt(0, 15)).put(HEADER + 8, quoted);
        return changed(data, finish(message.array()));
    }

    /** What the other end of that flow says, shortly. */
    private static byte[] answer(byte[] sent) {
        int ports = header(sent);
        int length = HEADER + 20;
        ByteBuffer answer = ByteBuffer.allocate(length);
        answer.put(0, (byte) 0x45).putShort(2, (short) length).put(8, (byte) 60).put(9, sent[9]);
        answer.putInt(12, Ipv4Packet.destination(sent)).putInt(16, Ipv4Packet.source(sent));
        if (sent[9] == ICMP) {
            answer.putShort(HEADER + 4, (short) word(sent, ports + 4));
        } else {
            answer.putShort(HEADER, (short) word(sent, ports + 2)).putShort(HEADER + 2, (short) word(sent, ports));
        }
        if (sent[9] == TCP) {
            answer.put(HEADER + 12, (byte) 0x50).put(HEADER + 13, (byte) 0x10);
        } else if (sent[9] == UDP) {
            answer.putShort(HEADER + 4, (short) 20);
        }
        return finish(answer.array());
    }

    private static boolean isFragment(byte[] packet) {
        return (word(packet, 6) & 0x3fff) != 0;
    }

    /** Whether it shows a flow: an echo, or TCP or UDP. */
    private static boolean hasPorts(byte[] packet) {
        int least = switch (packet[9]) {
            case TCP -> 20;
            case UDP, ICMP -> 8;
            default -> Integer.MAX_VALUE - 60;
        };
        return packet.length >= header(packet) + least && (packet[9] != ICMP || packet[header(packet)] == 8);
    }

    /** Where the port, or the echo's id, is that the client chose. */
    private static int nearPort(int protocol, boolean source) {
        return protocol == ICMP ? 4 : source ? 0 : 2;
    }

    private static byte[] finish(byte[] packet) {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        bytes.putShort(10, (short) 0).putShort(10, (short) ~sum(packet, 0, header(packet), 0));
        int at = checksumAt(packet);
        if (at > 0 && packet.length >= at + 2) {
            bytes.putShort(at, (short) 0);
            int checksum = ~sum(packet, header(packet), packet.length, pseudo(packet)) & 0xffff;
            bytes.putShort(at, (short) (checksum == 0 && packet[9] == UDP ? 0xffff : checksum));
        }
        return packet;
    }

    private static boolean isSound(byte[] packet) {
        return packet[9] == UDP && word(packet, checksumAt(packet)) == 0 || sum(packet, header(packet), packet.length, pseudo(packet)) == 0xffff;
    }

    private static int checksumAt(byte[] packet) {
        return switch (packet[9]) {
            case TCP -> header(packet) + 16;
            case UDP -> header(packet) + 6;
            case ICMP -> header(packet) + 2;
            default -> -1;
        };
    }

    private static int header(byte[] packet) {
        return (packet[0] & 15) * 4;
    }

    private static int word(byte[] packet, int at) {
        return ByteBuffer.wrap(packet).getShort(at) & 0xffff;
    }

    private static long pseudo(byte[] packet) {
        return packet[9] == ICMP ? 0 : (long) word(packet, 12) + word(packet, 14) + word(packet, 16) + word(packet, 18) + (packet[9] & 0xff) + packet.length - header(packet);
    }

    private static int sum(byte[] bytes, int from, int to, long start) {
        long sum = start;
        for (int i = from; i < Math.min(to, bytes.length); i++) {
            sum += (i - from) % 2 == 0 ? (bytes[i] & 0xff) << 8 : bytes[i] & 0xff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }
}
