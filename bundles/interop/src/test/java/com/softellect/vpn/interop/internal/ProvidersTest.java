package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import java.lang.annotation.Annotation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProvidersTest {

    private final TunAdapterProvider linux = new LinuxTunAdapterProvider();
    private final TunAdapterProvider wintun = new WintunTunAdapterProvider(new Defaults());
    private final TunAdapterProvider memory = new MemoryTunAdapterProvider();

    @Test
    void eachKindHasTheNameThatSettingsUse() {
        assertThat(List.of(linux.type(), wintun.type(), memory.type())).containsExactly("linux", "wintun", "memory");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxSupportsItsOwnKindAndMemory() {
        assertThat(linux.supported()).isTrue();
        assertThat(wintun.supported()).isFalse();
        assertThat(memory.supported()).isTrue();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void wintunElsewhereThanOnWindowsSaysSoWithoutLoadingAnything() {
        assertThatThrownBy(() -> wintun.open(WintunFixture.SETTINGS))
                .isInstanceOf(TunAdapterException.class).hasMessageContaining("Windows only");
    }

    @Test
    @EnabledOnOs(OS.WINDOWS)
    void linuxElsewhereThanOnLinuxSaysSo() {
        assertThatThrownBy(() -> linux.open(WintunFixture.SETTINGS))
                .isInstanceOf(TunAdapterException.class).hasMessageContaining("Linux only");
    }

    private static final class Defaults implements InteropSettings {

        @Override
        public String wintun_dll() {
            return "";
        }

        @Override
        public int wintun_ring_capacity() {
            return RingCapacity.DEFAULT;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return InteropSettings.class;
        }
    }
}
