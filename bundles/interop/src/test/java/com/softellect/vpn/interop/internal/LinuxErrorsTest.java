package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What can't be brought about in a test; the rest is in {@link LinuxOpenErrorsTunTest}. */
class LinuxErrorsTest {

    @Test
    void aDeviceWithoutADriverSaysHowToLoadIt() {
        assertThat(LinuxErrors.opening("/dev/net/tun", LibC.ENODEV)).hasMessageContaining("modprobe tun");
        assertThat(LinuxErrors.opening("/dev/net/tun", LibC.ENXIO)).hasMessageContaining("modprobe tun");
    }

    @Test
    void aNameOfAnInterfaceThatIsNoTunIsInUse() {
        assertThat(LinuxErrors.creating("/dev/net/tun", "eth0", LibC.EINVAL)).hasMessageContaining("name eth0 is already in use");
    }

    @Test
    void settingUpWithoutPermissionNamesTheCapability() {
        assertThat(LinuxErrors.configuring("vpn0", "the MTU", LibC.EPERM)).hasMessageContaining("CAP_NET_ADMIN");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anUnexpectedErrorIsNamedInTheSystemsWordsWithItsNumber() {
        assertThat(LinuxErrors.waiting(12)).hasMessageContaining("errno 12").hasMessageContaining("memory");
    }
}
