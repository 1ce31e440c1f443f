package com.softellect.vpn.endpoint.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyArraysTest {

    private final BodyArrays arrays = new BodyArrays();

    private byte[] read(byte[] sent) throws Exception {
        Body body = new Body(sent.length);
        body.readRest(new ByteArrayInputStream(sent), arrays);
        assertThat(body.isWhole()).isTrue();
        byte[] read = Arrays.copyOf(body.bytes(), body.size());
        body.giveBackTo(arrays);
        assertThat(body.size()).isZero();
        return read;
    }

    @Test
    void bodiesInArraysThatAreUsedAgainAreTheirOwn() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] sent = new byte[random.nextInt(1, 100_000)];
            random.nextBytes(sent);
            assertThat(read(sent)).as("seed %d", seed).isEqualTo(sent);
        }
    }

    @Test
    void anArrayIsUsedAgainIfItIsLongEnoughAndNotTooLong() {
        byte[] one = arrays.take(100_000);
        arrays.give(one);
        assertThat(arrays.take(50_000)).isSameAs(one);
        arrays.give(one);
        assertThat(arrays.take(200_000)).hasSizeGreaterThanOrEqualTo(200_000);
        assertThat(arrays.take(10)).as("the one that was too short is gone").isNotSameAs(one);
        byte[] longest = arrays.take(2 << 20);
        arrays.give(longest);
        assertThat(arrays.take(10)).isNotSameAs(longest);
    }
}
