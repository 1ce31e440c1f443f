package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryTunAdapterProviderTest {

    private final MemoryTunAdapterProvider provider = new MemoryTunAdapterProvider();

    @Test
    void whatIsInAnAdapterThatIsLeftIsInTheNextOne() throws Exception {
        MemoryHandover handover = new MemoryHandover();
        TunAdapterSettings settings = new TunAdapterSettings("vpn0", Ipv4Network.parse("10.66.77.1/24"), 1500);
        MemoryTunAdapter before = new MemoryTunAdapterProvider(handover).open(settings);
        before.inject(new byte[] {1});
        before.send(new byte[] {2});
        before.leave();
        assertThat(before.inject(new byte[] {3})).isFalse();
        MemoryTunAdapter after = new MemoryTunAdapterProvider(handover).open(settings);
        assertThat(after.receive()).containsExactly(1);
        assertThat(after.takeSent(Duration.ZERO)).containsExactly(2);
        assertThat(handover.left).isEmpty();
    }

    @Test
    void anOpenAdapterIsFoundByItsNameUntilItIsClosed() throws Exception {
        MemoryTunAdapter adapter = provider.open(settings("vpn0", "10.66.77.1/24"));
        assertThat(provider.adapter("vpn0")).containsSame(adapter);
        adapter.close();
        assertThat(provider.adapter("vpn0")).isEmpty();
    }

    @Test
    void anAdapterThatIsOpenedLaterIsWaitedFor() throws Exception {
        CompletableFuture<Optional<MemoryTunAdapter>> found = CompletableFuture.supplyAsync(() -> {
            try {
                return provider.awaitAdapter("vpn0", Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        MemoryTunAdapter adapter = provider.open(settings("vpn0", "10.66.77.1/24"));
        assertThat(found.get()).containsSame(adapter);
        assertThat(provider.awaitAdapter("other", Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void aNameAndAnAddressCanBeInUseOnce() throws Exception {
        MemoryTunAdapter first = provider.open(settings("vpn0", "10.66.77.1/24"));
        assertThatThrownBy(() -> provider.open(settings("vpn0", "10.66.77.2/24")))
                .isInstanceOf(TunAdapterException.class).hasMessageContaining("vpn0 is already in use");
        assertThatThrownBy(() -> provider.open(settings("vpn1", "10.66.77.1/24")))
                .isInstanceOf(TunAdapterException.class).hasMessageContaining("10.66.77.1 already belongs to the adapter vpn0");
        first.close();
        assertThat(provider.open(settings("vpn0", "10.66.77.1/24"))).isNotSameAs(first);
    }

    @Test
    void twoProvidersKnowNothingOfEachOther() throws Exception {
        provider.open(settings("vpn0", "10.66.77.1/24"));
        assertThat(new MemoryTunAdapterProvider().open(settings("vpn0", "10.66.77.1/24"))).isNotNull();
    }

    @Test
    void offloadIsOnWhereItIsWantedAndPossible() throws Exception {
        TunAdapterSettings wanted = new TunAdapterSettings("vpn0", Ipv4Network.parse("10.66.77.1/24"), 1400, true);
        try (MemoryTunAdapter able = new MemoryTunAdapterProvider(10, true).open(wanted);
                MemoryTunAdapter unable = new MemoryTunAdapterProvider(10, false).open(wanted);
                MemoryTunAdapter unasked = provider.open(settings("vpn0", "10.66.77.1/24"))) {
            assertThat(able.settings()).isEqualTo(wanted);
            assertThat(unable.settings()).isEqualTo(settings("vpn0", "10.66.77.1/24"));
            assertThat(unasked.settings().offload()).isFalse();
        }
    }

    private static TunAdapterSettings settings(String name, String network) {
        return new TunAdapterSettings(name, Ipv4Network.parse(network), 1400);
    }
}
