package com.softellect.vpn.egress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WantedTest {

    @Test
    void namesOfInterfacesAreSeparatedByCommas() {
        assertThat(Wanted.of(Settings.ofMode("kernel").withInterfaces(" eth0,wlan0 , ")).interfaces()).containsExactly("eth0", "wlan0");
        assertThat(Wanted.of(Settings.ofMode("kernel")).interfaces()).isEmpty();
    }

    @Test
    void aModeThatDoesNotExistIsNamedWithItsKeyAndFile() {
        assertThatThrownBy(() -> Wanted.of(Settings.ofMode("nat"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("mode = nat", "etc/com.softellect.vpn.egress.cfg", "kernel, translator or none");
    }

    /** The trap: names go into the text that nft reads. */
    @Test
    void whatCannotBeAnInterfaceIsRefused() {
        for (String name : new String[] {"eth0\"", "eth0 wlan0", "a-name-of-16-chars", "eth0;"}) {
            assertThatThrownBy(() -> Wanted.of(Settings.ofMode("kernel").withInterfaces(name))).hasMessageContaining("interfaces = " + name);
        }
    }
}
