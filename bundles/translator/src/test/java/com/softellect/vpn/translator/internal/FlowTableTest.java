package com.softellect.vpn.translator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FlowTableTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final FlowTable table = new FlowTable(random.nextLong());

    private static Flow flow(int client, int port, int remote) {
        Lease lease = new Lease(Transport.UDP, MemoryOutside.ADDRESS, port, 7);
        return new Flow(new Mapping(new Mapping.Key(Transport.UDP, client, port, MemoryOutside.ADDRESS), lease), lease, remote, 53, 1500, 0, 0);
    }

    private Flow find(Flow flow) {
        return table.get(flow.inside().addresses(), flow.inside().ports());
    }

    @Test
    void itHasWhatWasPutAndNotRemoved() {
        Map<String, Flow> model = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            int port = random.nextInt(200);
            int remote = random.nextInt(20);
            String key = port + " " + remote;
            Flow there = model.get(key);
            if (there == null) {
                Flow flow = flow(9, port, remote);
                assertThat(find(flow)).as("seed %d", seed).isNull();
                table.put(flow.inside());
                model.put(key, flow);
            } else {
                assertThat(find(there)).as("seed %d", seed).isSameAs(there);
                table.remove(there.inside());
                model.remove(key);
            }
        }
        assertThat(table.size()).isEqualTo(model.size());
        assertThat(table.all()).containsExactlyInAnyOrderElementsOf(model.values());
    }

    /** Whatever is put and removed beside it, and however often the table is rebuilt. */
    @Test
    void whatStaysIsFoundWhileOthersComeAndGo() throws Exception {
        List<Flow> staying = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            staying.add(flow(1, i, i));
        }
        staying.forEach(flow -> table.put(flow.inside()));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> missed = CompletableFuture.supplyAsync(() -> {
            int misses = 0;
            while (!over.get()) {
                for (Flow flow : staying) {
                    misses += find(flow) == flow ? 0 : 1;
                }
            }
            return misses;
        });
        for (int round = 0; round < 50; round++) {
            List<Flow> passing = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                passing.add(flow(2, i, round));
            }
            passing.forEach(flow -> table.put(flow.inside()));
            passing.forEach(flow -> table.remove(flow.inside()));
        }
        over.set(true);
        assertThat(missed.get()).isZero();
    }
}
