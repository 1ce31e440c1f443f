package com.softellect.vpn.clients.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.api.client.ClientException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTrailTest {

    private static final String HERE = "192.0.2.1";

    private final VirtualTime time = new VirtualTime();
    private final RecordedAudit log = new RecordedAudit();
    private final AuditTrail trail = new AuditTrail(time);

    private void refuse(String from, int times) {
        for (int i = 0; i < times; i++) {
            trail.refused("alice", from, SourceAddress.of(from), Reason.REFUSED);
        }
    }

    @Test
    void ofOneAddressAFewRefusalsAMinuteAreRecordedAndTheNextEventSaysHowManyWereNot() {
        trail.bindLog(log);
        refuse(HERE, 100);
        assertThat(log.take()).hasSize(5).allMatch(e -> e.equals("authentication.refused {client=alice, from=192.0.2.1, reason=REFUSED}"));
        trail.blocked(HERE);
        assertThat(log.take()).containsExactly("address.blocked {from=192.0.2.1, suppressed=95}");
        time.pass(Duration.ofMinutes(1));
        refuse(HERE, 100);
        assertThat(log.take()).hasSize(5);
        trail.accepted("alice", HERE);
        trail.accepted("alice", HERE);
        assertThat(log.take()).containsExactly("authentication.accepted {client=alice, from=192.0.2.1, suppressed=95}",
                "authentication.accepted {client=alice, from=192.0.2.1}");
    }

    @Test
    void ofAllAddressesTogetherOneRefusalASecondIsRecorded() {
        trail.bindLog(log);
        for (int i = 0; i < 10_000; i++) {
            refuse("10.0." + i / 256 + "." + i % 256, 1);
            trail.blocked("10.0." + i / 256 + "." + i % 256);
        }
        assertThat(log.take()).hasSize(40);
        time.pass(Duration.ofSeconds(3));
        refuse(HERE, 5);
        assertThat(log.take()).hasSize(3).first().asString().endsWith("suppressed=" + (20_000 - 40) + "}");
    }

    @Test
    void whatHappenedWithoutALogIsCounted() {
        trail.accepted("alice", HERE);
        refuse(HERE, 1);
        trail.bindLog(log);
        trail.accepted("alice", HERE);
        assertThat(log.take()).containsExactly("authentication.accepted {client=alice, from=192.0.2.1, suppressed=2}");
    }

    @Test
    void aLogThatFailsDisturbsNobody() throws Exception {
        trail.bindLog((event, fields) -> {
            throw new IllegalStateException("the disk is full");
        });
        trail.accepted("alice", HERE);
        trail.ofChanges().record("client.added", Map.of());
    }

    @Test
    void withoutALogNothingIsToBeChanged() {
        trail.bindLog(log);
        trail.unbindLog(log);
        assertThatThrownBy(trail::ofChanges).isInstanceOf(ClientException.class).hasMessageContaining("com.softellect.vpn.audit");
    }

    @Test
    void aLogThatIsReplacedIsReplacedInOneStep() throws Exception {
        RecordedAudit next = new RecordedAudit();
        trail.bindLog(log);
        trail.bindLog(next);
        trail.unbindLog(log);
        trail.accepted("alice", HERE);
        assertThat(next.take()).hasSize(1);
    }
}
