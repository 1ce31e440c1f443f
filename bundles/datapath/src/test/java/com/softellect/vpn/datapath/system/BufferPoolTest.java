package com.softellect.vpn.datapath.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

    private final BufferPool pool = new BufferPool(100);

    @Test
    void aBufferGivenBackIsTakenAgain() {
        NativeBuffer buffer = pool.take();
        pool.giveBack(buffer);
        assertThat(pool.take()).isSameAs(buffer);
    }

    @Test
    void noTwoTakersHaveTheSameBuffer() {
        List<NativeBuffer> taken = takeForty();
        taken.forEach(pool::giveBack); // more than it keeps
        assertThat(addresses(takeForty())).hasSize(40);
    }

    private List<NativeBuffer> takeForty() {
        List<NativeBuffer> taken = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            taken.add(pool.take());
        }
        assertThat(addresses(taken)).hasSize(40);
        return taken;
    }

    private static Set<Long> addresses(List<NativeBuffer> buffers) {
        Set<Long> addresses = new HashSet<>();
        buffers.forEach(buffer -> addresses.add(buffer.address()));
        return addresses;
    }
}
