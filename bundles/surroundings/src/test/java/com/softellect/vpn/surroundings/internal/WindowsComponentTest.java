package com.softellect.vpn.surroundings.internal;

import static com.softellect.vpn.surroundings.internal.WindowsMachine.LINK;
import static com.softellect.vpn.surroundings.internal.WindowsMachine.gateway;
import static com.softellect.vpn.surroundings.internal.WindowsMachine.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The service on Windows, from activation to deactivation. */
class WindowsComponentTest {

    private final WindowsMachine windows = new WindowsMachine();
    private final Map<String, HandoverState> kept = new HashMap<>();
    private final Handover handover = new Handover() {
        @Override
        public void leave(String name, HandoverState state) {
            kept.put(name, state);
        }

        @Override
        public Optional<HandoverState> take(String name, Set<Integer> versions) {
            return Optional.ofNullable(kept.remove(name));
        }
    };

    @Test
    void theSystemIsChosenByItsNameAndNothingOfItIsLoadedBefore() {
        assertThat(HostSystem.named("Windows 11", true).routes()).isInstanceOf(WindowsRoutes.class);
        assertThat(HostSystem.named("Windows 11", true).killSwitch()).isInstanceOf(WfpKillSwitch.class);
        assertThat(HostSystem.named("Linux", true).routes()).isInstanceOf(IpRoutes.class);
        for (HostSystem other : new HostSystem[] {HostSystem.named("Mac OS X", true), HostSystem.named("Windows 10", false)}) {
            assertThat(other.isKnown()).isFalse();
            assertThatThrownBy(() -> other.possible().apply(Rules.of(settings(Map.of("killSwitch", true))))).hasMessageContaining("64-bit Windows");
        }
    }

    @Test
    void changesOfTheNetworkAreHeardOfAndNothingIsLeftBehind() throws Exception {
        windows.addTunnel(WindowsMachine.TUNNEL);
        SurroundingsComponent component = new SurroundingsComponent(handover, windows.host);
        component.activate(settings(Map.of("routing", "full")));
        CountDownLatch told = new CountDownLatch(1);
        component.listen(other -> told.countDown());
        component.approach(gateway("198.51.100.7"));
        component.enter(LINK);
        windows.ipHelper.plugIn("Ethernet", 0x6008001000000L, 25, false, "192.168.1.7");
        while (!told.await(100, TimeUnit.MILLISECONDS)) {
            windows.ipHelper.tell(); // again: the first look of the component may have come before or after the cable went
            windows.ipHelper.plugIn("Wi-Fi", 0x47008001000000L, 45, true, "172.16.0." + (10 + (System.nanoTime() >>> 20 & 63)));
        }
        assertThat(windows.addedRoutes()).anyMatch(route -> route.startsWith("198.51.100.7/32 via 172.16.0.1 dev Wi-Fi"));
        component.deactivate();
        assertThat(windows.events.open()).isZero();
        assertThat(windows.ipHelper.requests()).isZero();

        SurroundingsComponent next = new SurroundingsComponent(handover, windows.host());
        next.activate(settings(Map.of("routing", "full")));
        assertThat(windows.addedRoutes()).as("a swap opens nothing").hasSize(3);
        next.approach(gateway("198.51.100.7"));
        next.release();
        assertThat(windows.addedRoutes()).isEmpty();
        next.deactivate();
    }

    @Test
    void aNewProcessPutsBackWhatAKilledOneHasLeft() throws Exception {
        windows.addTunnel(WindowsMachine.TUNNEL);
        SystemSurroundings killed = new SystemSurroundings(windows.host);
        killed.configure(Rules.of(settings(Map.of("routing", "full"))));
        killed.approach(gateway("198.51.100.7"));
        killed.enter(LINK);
        SurroundingsComponent component = new SurroundingsComponent(handover, windows.host());
        component.activate(settings(Map.of("routing", "full")));
        assertThat(windows.addedRoutes()).isEmpty();
        assertThat(windows.filtering.filters()).isEmpty();
        component.deactivate();
    }

    @Test
    void settingsThatCantBeUsedEndTheAttempt() throws Exception {
        SurroundingsComponent component = new SurroundingsComponent(handover, windows.host);
        component.activate(settings(Map.of("routing", "all")));
        assertThatThrownBy(() -> component.approach(gateway("198.51.100.7"))).isInstanceOf(SurroundingsException.class).hasMessageContaining("key routing");
        component.deactivate();
    }
}
