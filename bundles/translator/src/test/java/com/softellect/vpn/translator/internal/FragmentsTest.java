package com.softellect.vpn.translator.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FragmentsTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Fragments fragments = new Fragments();

    private byte[] packet(int payload) {
        byte[] bytes = new byte[payload];
        random.nextBytes(bytes);
        byte[] packet = Packets.udp("10.66.77.2", 5, "198.51.100.9", 6, bytes);
        Packets.put(packet, 4, random.nextInt(65_536));
        return Packets.finish(packet);
    }

    @Test
    void whatIsCutIsPutTogetherInWhateverOrderItComes() throws Exception {
        for (int i = 0; i < 500; i++) {
            byte[] packet = packet(1500 + random.nextInt(60_000));
            int mtu = 600 + random.nextInt(800);
            List<byte[]> parts = new ArrayList<>(Fragments.cut(packet, mtu));
            assertThat(parts).allMatch(part -> part.length <= mtu && Ip.isFragment(part));
            parts.forEach(part -> assertThat(Packets.word(part, 2)).isEqualTo(part.length));
            Collections.shuffle(parts, random);
            byte[] whole = null;
            for (byte[] part : parts) {
                assertThat(whole).isNull();
                whole = fragments.add(part, 0);
            }
            assertThat(whole).as("seed %d, packet %d", seed, i).isEqualTo(packet);
        }
    }

    @Test
    void fragmentsThatOverlapAreGivenUp() throws Exception {
        List<byte[]> parts = Fragments.cut(packet(3000), 1000);
        List<byte[]> others = Fragments.cut(packet(3000), 600);
        byte[] other = others.get(1);
        System.arraycopy(parts.get(0), 4, other, 4, 2);
        fragments.add(parts.get(0), 0);
        assertThatThrownBy(() -> fragments.add(other, 0)).isInstanceOf(Fragments.NoRoomException.class);
    }

    @Test
    void whoNeverEndsAPacketDoesNotFillTheRoomForOthers() throws Exception {
        for (int i = 0; i < 32; i++) {
            fragments.add(Fragments.cut(numbered(i), 1000).get(0), 0);
        }
        assertThatThrownBy(() -> fragments.add(Fragments.cut(numbered(99), 1000).get(0), 0)).isInstanceOf(Fragments.NoRoomException.class);
        assertThat(fragments.tick(Fragments.WAIT - 1)).isZero();
        assertThat(fragments.tick(Fragments.WAIT)).isEqualTo(32);
        fragments.add(Fragments.cut(numbered(99), 1000).get(0), Fragments.WAIT);
    }

    private byte[] numbered(int id) {
        byte[] packet = packet(3000);
        Packets.put(packet, 4, id);
        return packet;
    }

    @Test
    void aPacketCanNotBecomeLongerThanOneCanBe() {
        byte[] last = Fragments.cut(packet(3000), 1000).get(3);
        Packets.put(last, 6, 8191);
        assertThatThrownBy(() -> fragments.add(last, 0)).isInstanceOf(Fragments.NoRoomException.class);
    }
}
