package com.softellect.vpn.dns.internal;

import static com.softellect.vpn.dns.internal.TestUpstream.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class CacheTest {

    private static final String SOA = "ns.example. admin.example. 1 3600 600 86400 300";

    private long now = 1_000_000;
    private Cache cache = cache(Map.of());

    private Cache cache(Map<String, Object> settings) {
        return new Cache(Plan.of(Settings.of(DnsSettings.class, settings)), () -> now);
    }

    private static Question question(String name, int type) throws IOException {
        return new Question(Name.fromString(name, Name.root), type, false, false);
    }

    private static Message answer(int rcode, Record... answers) {
        Message message = new Message(4711);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setRcode(rcode);
        for (Record record : answers) {
            message.addRecord(record, record.getType() == Type.SOA ? Section.AUTHORITY : Section.ANSWER);
        }
        return message;
    }

    private static Record a(String name, long ttl) throws IOException {
        return record(Name.fromString(name), Type.A, ttl, "192.0.2.1");
    }

    private static Record soa(long ttl) throws IOException {
        return record(Name.fromString("example."), Type.SOA, ttl, SOA);
    }

    private List<Long> ttls(Question question) {
        return cache.get(question).getSection(Section.ANSWER).stream().map(Record::getTTL).toList();
    }

    @Test
    void anAnswerGrowsOldAndIsGoneWhenItsFirstRecordIs() throws IOException {
        Question question = question("www.example", Type.A);
        Record alias = record(Name.fromString("www.example."), Type.CNAME, 60, "host.example.");
        cache.put(question, answer(Rcode.NOERROR, alias, a("host.example.", 300)));
        assertThat(ttls(question)).containsExactly(60L, 300L);
        now += 59_000;
        assertThat(ttls(question)).containsExactly(1L, 241L);
        assertThat(cache.get(question("WWW.Example", Type.A)).getSection(Section.ANSWER)).hasSize(2);
        now += 1_000;
        assertThat(cache.get(question)).isNull();
        assertThat(cache.size()).isZero();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void whatHasNoTimeIsNotKept() throws IOException {
        cache.put(question("www.example", Type.A), answer(Rcode.NOERROR, a("www.example.", 0)));
        assertThat(cache.size()).isZero();
    }

    @Test
    void aTimeWithTheHighestBitSetIsNone() throws IOException {
        byte[] wire = answer(Rcode.NOERROR, a("www.example.", 60)).toWire();
        wire[wire.length - 10] |= (byte) 0x80; // behind it come length and address
        Message message = new Message(wire);
        assertThat(message.getSection(Section.ANSWER).get(0).getTTL()).isEqualTo(0x8000003CL);
        cache.put(question("www.example", Type.A), message);
        assertThat(cache.size()).isZero();
    }

    @Test
    void thatSomethingDoesNotExistIsKeptForTheLesserOfTheTwoTimesOfTheZone() throws IOException {
        Question absent = question("absent.example", Type.A);
        Question noData = question("www.example", Type.AAAA);
        cache.put(absent, answer(Rcode.NXDOMAIN, soa(3600)));
        cache.put(noData, answer(Rcode.NOERROR, soa(100)));
        now += 99_000;
        assertThat(cache.get(absent).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(cache.get(noData).getSection(Section.AUTHORITY).get(0).getTTL()).isEqualTo(1);
        now += 1_000;
        assertThat(cache.get(noData)).isNull();
        now += 199_000;
        assertThat(cache.get(absent)).isNotNull();
        now += 1_000;
        assertThat(cache.get(absent)).as("after the 300 s of the SOA's minimum").isNull();
    }

    @Test
    void withoutAnAuthorityNobodyKnowsForHowLongItDoesNotExist() throws IOException {
        cache.put(question("absent.example", Type.A), answer(Rcode.NXDOMAIN));
        cache.put(question("www.example", Type.AAAA), answer(Rcode.NOERROR));
        cache.put(question("www.example", Type.AAAA),
                answer(Rcode.NOERROR, record(Name.fromString("www.example."), Type.CNAME, 60, "host.example.")));
        assertThat(cache.size()).isZero();
    }

    @Test
    void failuresAreNotKept() throws IOException {
        cache.put(question("www.example", Type.A), answer(Rcode.SERVFAIL, a("www.example.", 60)));
        cache.put(question("www.example", Type.A), answer(Rcode.REFUSED, soa(60)));
        assertThat(cache.size()).isZero();
    }

    @Test
    void nothingIsKeptForLongerThanTheSettingsSay() throws IOException {
        cache = cache(Map.of("cacheMaxSeconds", 10, "cacheMaxNegativeSeconds", 5));
        Question question = question("www.example", Type.A);
        Question absent = question("absent.example", Type.A);
        cache.put(question, answer(Rcode.NOERROR, a("www.example.", 3600)));
        cache.put(absent, answer(Rcode.NXDOMAIN, soa(3600)));
        now += 5_000;
        assertThat(cache.get(absent)).isNull();
        assertThat(ttls(question)).containsExactly(3595L);
        now += 5_000;
        assertThat(cache.get(question)).isNull();
    }

    @Test
    void whatWasNotAskedForTheLongestMakesRoom() throws IOException {
        cache = cache(Map.of("cacheAnswers", 3));
        for (String name : List.of("a.example.", "b.example.", "c.example.")) {
            cache.put(question(name, Type.A), answer(Rcode.NOERROR, a(name, 60)));
        }
        cache.get(question("a.example.", Type.A));
        cache.put(question("d.example.", Type.A), answer(Rcode.NOERROR, a("d.example.", 60)));
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.get(question("b.example.", Type.A))).isNull();
        assertThat(cache.get(question("a.example.", Type.A))).isNotNull();
    }

    @Test
    void theBytesAreBoundedToo() throws IOException {
        cache = cache(Map.of("cacheBytes", 10_000));
        for (int i = 0; i < 1_000; i++) {
            cache.put(question("n" + i, Type.A), answer(Rcode.NOERROR, a("n" + i + ".", 60)));
            assertThat(cache.bytes()).isLessThanOrEqualTo(10_000);
        }
        assertThat(cache.size()).isBetween(10, 10_000 / Cache.OVERHEAD);
        cache.put(question("large", Type.TXT), answer(Rcode.NOERROR,
                record(Name.fromString("large."), Type.TXT, 60, ("\"" + "x".repeat(250) + "\" ").repeat(60))));
        assertThat(cache.size()).as("what is larger than all takes all, and goes").isZero();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void questionsThatWantSignaturesHaveAnswersOfTheirOwn() throws IOException {
        cache.put(question("www.example", Type.A), answer(Rcode.NOERROR, a("www.example.", 60)));
        assertThat(cache.get(new Question(Name.fromString("www.example."), Type.A, true, false))).isNull();
        assertThat(cache.get(new Question(Name.fromString("www.example."), Type.A, false, true))).isNull();
    }

    @Test
    void whatIsLeftGoesOnGrowingOld() throws IOException {
        Question question = question("www.example", Type.A);
        cache.put(question, answer(Rcode.NOERROR, a("www.example.", 60)));
        cache.put(question("absent.example", Type.A), answer(Rcode.NXDOMAIN, soa(3600)));
        now += 20_000;
        List<Map<String, Object>> left = cache.leave();
        cache = cache(Map.of());
        cache.takeOver(left);
        assertThat(cache.size()).isEqualTo(2);
        assertThat(ttls(question)).containsExactly(40L);
        now += 40_000;
        assertThat(cache.get(question)).isNull();
        assertThat(cache.get(question("absent.example", Type.A)).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }
}
