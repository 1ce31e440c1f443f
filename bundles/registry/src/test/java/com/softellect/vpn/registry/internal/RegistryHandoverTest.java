package com.softellect.vpn.registry.internal;

import static com.softellect.vpn.registry.internal.SessionsTest.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.handover.UnknownHandoverException;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Quota;
import com.softellect.vpn.api.policy.Rule;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistryHandoverTest {

    private final MemoryHandover handover = new MemoryHandover();
    private Sessions registry = started(Map.of());

    private Sessions started(Map<String, Object> settings) {
        Sessions made = new Sessions(Settings.of(RegistrySettings.class, settings), handover);
        made.start();
        return made;
    }

    /** Another version of the registry takes the place of the one that runs. */
    private void swap(Map<String, Object> settings) {
        registry.stop();
        registry = started(settings);
    }

    @AfterEach
    void stop() {
        registry.stop();
    }

    @Test
    void aSessionGoesOnWithAllThatItIs() throws Exception {
        Session before = registry.open(client("alice", "10.66.77.2").withClientToClient(true), false);
        before.countFromClient(3, 300);
        before.offer(new byte[20]);
        before.take(1, 100);
        String id = before.id();
        swap(Map.of());
        Session after = registry.find(id);
        assertThat(after).isNotNull().isNotSameAs(before).isSameAs(registry.byAddress(before.address()));
        assertThat(after.number()).isEqualTo(before.number());
        assertThat(after.clientId()).isEqualTo("alice");
        assertThat(after.openedAt()).isEqualTo(before.openedAt());
        assertThat(after.clientToClient()).isTrue();
        assertThat(after.traffic()).isEqualTo(before.traffic());
        assertThat(after.isLive()).isTrue();
        assertThat(before.isLive()).isFalse();
    }

    /** The trap: a client would be free to do anything until somebody tells the next version what it may. */
    @Test
    void whatAClientMayNotItMayNotAfterwardsEither() throws Exception {
        Policy policy = Policy.OPEN.withAllowed(List.of(Rule.parse("10.0.0.0/8"), Rule.parse("192.0.2.7:tcp:443,8000-8100")))
                .withUpLimit(9_000_000_000L).withDownLimit(8000).withQuota(new Quota(1_000_000, Quota.Period.WEEK));
        Session before = registry.open(client("alice", "10.66.77.2").withPolicy(policy), false);
        swap(Map.of());
        assertThat(registry.byAddress(before.address()).policy()).isEqualTo(policy);
        registry.clientChanged(client("alice", "10.66.77.2").withPolicy(Policy.OPEN.withAllowed(List.of())));
        swap(Map.of());
        assertThat(registry.byAddress(before.address()).policy().allowed()).isEmpty();
    }

    @Test
    void whatAVersionBeforeHasLeftThatKnewNoPoliciesRestrictsNothing() throws Exception {
        String id = registry.open(client("alice", "10.66.77.2"), false).id();
        registry.stop();
        HandoverState left = handover.left.get("registry");
        handover.left.put("registry", new HandoverState(1, left.lasting(), left.passing(), null));
        registry = started(Map.of());
        assertThat(registry.find(id).policy()).isEqualTo(Policy.OPEN);
    }

    @Test
    void queuedPacketsPermitsAndNumbersGoOn() throws Exception {
        Session before = registry.open(client("alice", "10.66.77.2"), false);
        byte[][] packets = new byte[5][20];
        for (byte[] packet : packets) {
            before.offer(packet);
        }
        assertThat(before.take(2, 1000).packets()).containsExactly(packets[0], packets[1]);
        swap(Map.of());
        Session after = registry.byAddress(before.address());
        assertThat(after.permits()).isEqualTo(3);
        Batch batch = after.take(100, 1000);
        assertThat(batch.sequence()).isEqualTo(2);
        assertThat(batch.packets()).containsExactly(packets[2], packets[3], packets[4]);
        assertThat(after.permits()).isZero();
        assertThat(before.offer(packets[0])).isFalse();
    }

    @Test
    void anIdleSessionStaysAsIdleAsItWasAndEnds() throws Exception {
        Session before = registry.open(client("alice", "10.66.77.2"), false);
        swap(Map.of("idleSeconds", 1));
        Session after = registry.byAddress(before.address());
        CountDownLatch answered = new CountDownLatch(1);
        after.park(answered::countDown);
        assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(after.endReason()).isEqualTo(EndReason.IDLE);
    }

    @Test
    void parkedPollsAreAnswered() throws Exception {
        CountDownLatch answered = new CountDownLatch(3);
        Session before = registry.open(client("alice", "10.66.77.2"), false);
        for (int i = 0; i < 3; i++) {
            before.park(answered::countDown);
        }
        registry.stop();
        assertThat(answered.getCount()).isZero();
    }

    @Test
    void numbersAreNotGivenTwiceAndReasonsAreRemembered() throws Exception {
        Session replaced = registry.open(client("alice", "10.66.77.2"), false);
        Session last = registry.open(client("alice", "10.66.77.2"), false);
        String replacedId = replaced.id();
        swap(Map.of());
        assertThat(registry.endReason(replacedId)).isEqualTo(EndReason.REPLACED);
        assertThat(registry.find(replacedId)).isNull();
        assertThat(registry.open(client("bob", "10.66.77.3"), false).number()).isGreaterThan(last.number());
    }

    @Test
    void aSessionThatGoesOnIsReplacedAndEndedAsAnyOther() throws Exception {
        String id = registry.open(client("alice", "10.66.77.2"), false).id();
        swap(Map.of());
        Session newer = registry.open(client("alice", "10.66.77.2"), false);
        assertThat(registry.endReason(id)).isEqualTo(EndReason.REPLACED);
        assertThat(registry.sessions()).containsExactly(newer);
        swap(Map.of());
        registry.endClient("alice", EndReason.REVOKED);
        assertThat(registry.endReason(newer.id())).isEqualTo(EndReason.REVOKED);
    }

    @Test
    void whatIsLeftLetsNobodyIn() throws Exception {
        String id = registry.open(client("alice", "10.66.77.2"), false).id();
        registry.stop();
        byte[] secret = Base64.getUrlDecoder().decode(id);
        HandoverState state = handover.left.get("registry");
        Map<?, ?> session = (Map<?, ?>) ((List<?>) state.lasting().get("sessions")).get(0);
        assertThat(state.lasting().toString()).doesNotContain(id);
        assertThat(session.values()).filteredOn(byte[].class::isInstance).isNotEmpty().noneMatch(value -> Arrays.equals((byte[]) value, secret));
        registry = started(Map.of());
        assertThat(registry.find(id).id()).isNull();
    }

    @Test
    void afterARestartOfTheProcessSessionsGoOnWithoutTheirQueues() throws Exception {
        Session before = registry.open(client("alice", "10.66.77.2"), false);
        before.offer(new byte[20]);
        before.take(1, 100);
        before.offer(new byte[20]);
        String id = before.id();
        registry.stop();
        HandoverState saved = handover.left.get("registry");
        handover.left.put("registry", new HandoverState(saved.version(), saved.lasting(), Map.of(), null));
        registry = started(Map.of());
        assertThat(registry.find(id).permits()).isZero();
        assertThat(registry.find(id).take(1, 100).sequence()).isEqualTo(1);
    }

    @Test
    void aSettingThatClientsWereToldEndsTheSessionsAndOthersDoNot() throws Exception {
        String id = registry.open(client("alice", "10.66.77.2"), false).id();
        swap(Map.of("queuePackets", 5, "idleSeconds", 30));
        assertThat(registry.find(id)).isNotNull();
        swap(Map.of("mtu", 1400));
        assertThat(registry.find(id)).isNull();
        assertThat(registry.endReason(id)).isEqualTo(EndReason.SHUTDOWN);
    }

    @Test
    void aStateOfAnotherVersionOrOneThatIsBrokenStaysForTheVersionThatKnowsIt() throws Exception {
        String id = registry.open(client("alice", "10.66.77.2"), false).id();
        registry.stop();
        HandoverState good = handover.left.get("registry");
        handover.left.put("registry", new HandoverState(99, good.lasting(), good.passing(), null));
        assertThatThrownBy(() -> started(Map.of())).isInstanceOf(UnknownHandoverException.class);
        Map<String, Object> broken = new HashMap<>(good.lasting());
        broken.remove("sessions");
        handover.left.put("registry", new HandoverState(LeftRegistry.VERSION, broken, good.passing(), null));
        assertThatThrownBy(() -> started(Map.of())).isInstanceOf(RuntimeException.class);
        assertThat(handover.left).containsKey("registry");
        handover.left.put("registry", good);
        registry = started(Map.of());
        assertThat(registry.find(id)).isNotNull();
    }
}
