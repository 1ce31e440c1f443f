package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.datapath.system.Descriptor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class DescriptorTest {

    @Test
    void closingAgainDoesNotCloseTheNextOwnerOfTheNumber() {
        Descriptor descriptor = new Descriptor(open());
        descriptor.close();
        int[] next = IntStream.range(0, 16).map(i -> open()).toArray(); // one of them has the number now
        descriptor.close();
        for (int number : next) {
            assertThat(LibC.read(number, 0, 0)).as("reading nothing works on an open descriptor only").isZero();
        }
        for (int number : next) {
            assertThat(LibC.close(number)).isZero();
        }
    }

    private static int open() {
        int number = LibC.open("/dev/zero", LibC.O_RDWR | LibC.O_CLOEXEC);
        assertThat(number).isNotNegative();
        return number;
    }
}
