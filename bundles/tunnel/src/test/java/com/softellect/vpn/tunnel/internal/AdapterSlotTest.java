package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.datapath.PacketQueue;
import com.softellect.vpn.handover.internal.KeptStates;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdapterSlotTest {

    private static final int WAITING = 300;

    /** The trap: the receive loop has drained the adapter before anybody has said where its packets go. */
    @Test
    void whatWaitedInTheSystemsAdapterWhileTheTunnelWasSwappedIsSent() throws Exception {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        MemoryTunAdapterProvider provider = new MemoryTunAdapterProvider(new KeptStates(scheduler));
        TunAdapterSettings settings = new TunAdapterSettings("vpnc0", Ipv4Network.parse("10.66.77.2/24"), 1400);
        TunAdapter before = provider.open(settings);
        for (int i = 0; i < WAITING; i++) {
            provider.adapter("vpnc0").orElseThrow().inject(Packets.numbered(i));
        }
        before.leave();
        Counters counters = new Counters("tunnel");
        PacketQueue packets = new PacketQueue(ConnectionSettings.of(Settings.of(Map.of())).queueLimits(), new Uplink.Losses(counters));
        OutboundQueue queue = new OutboundQueue(packets, 1, 1400, false);
        AdapterSlot slot = new AdapterSlot(counters, (door, problem) -> { });
        try {
            slot.open(provider, settings, queue);

            for (int i = 0; i < WAITING; i++) {
                byte[] packet = queue.take(() -> false).packets().get(0);
                assertThat(ByteBuffer.wrap(packet)).isEqualTo(ByteBuffer.wrap(Packets.numbered(i)));
            }
        } finally {
            slot.close();
            scheduler.shutdownNow();
        }
    }
}
