package com.softellect.vpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.softellect.vpn.dns.internal.Answers;
import com.softellect.vpn.dns.internal.Asker;
import com.softellect.vpn.dns.internal.Cache;
import com.softellect.vpn.dns.internal.DnsSettings;
import com.softellect.vpn.dns.internal.Plan;
import com.softellect.vpn.dns.internal.Query;
import com.softellect.vpn.dns.internal.Question;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Any bytes at the resolver's two doors: from clients, and from those that it asks. */
class DnsFuzzTest {

    private static final int TYPE = Type.TXT;
    private static final int CACHE_BYTES = 100_000;
    private static final Plan PLAN = Plan.of(DnsSettings.class.cast(Proxy.newProxyInstance(DnsSettings.class.getClassLoader(),
            new Class<?>[] {DnsSettings.class}, (proxy, method, args) -> method.getName().equals("cacheBytes") ? CACHE_BYTES : method.getDefaultValue())));

    static Stream<byte[]> realQueries() throws IOException {
        Message plain = query(Type.A);
        Message large = query(TYPE);
        large.addRecord(new OPTRecord(4096, 0, 0, 0x8000), Section.ADDITIONAL);
        Message later = query(Type.A);
        later.addRecord(new OPTRecord(512, 0, 1), Section.ADDITIONAL);
        return Stream.of(plain.toWire(), large.toWire(), later.toWire());
    }

    static Stream<byte[]> realAnswers() throws IOException {
        Message found = reply(Rcode.NOERROR);
        found.addRecord(record(Type.CNAME, "alias.example."), Section.ANSWER);
        found.addRecord(record(TYPE, "\"text\" \"more of it\""), Section.ANSWER);
        found.addRecord(record(Type.MX, "10 mail.example."), Section.ADDITIONAL);
        Message absent = reply(Rcode.NXDOMAIN);
        absent.addRecord(record(Type.SOA, "ns.example. admin.example. 1 3600 600 86400 300"), Section.AUTHORITY);
        absent.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        Message service = reply(Rcode.NOERROR);
        service.addRecord(record(Type.HTTPS, "1 . alpn=h2,h3 ipv4hint=192.0.2.1"), Section.ANSWER);
        service.addRecord(record(Type.NAPTR, "100 50 \"s\" \"z3950+I2L+I2C\" \"\" _z3950._tcp.example."), Section.ANSWER);
        return Stream.of(found.toWire(), absent.toWire(), service.toWire());
    }

    private static Message query(int type) throws IOException {
        return Message.newQuery(Record.newRecord(name(), type, DClass.IN));
    }

    private static Message reply(int rcode) throws IOException {
        Message reply = query(TYPE);
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setRcode(rcode);
        return reply;
    }

    private static Record record(int type, String data) throws IOException {
        return Record.fromString(name(), type, DClass.IN, 300, data, Name.root);
    }

    private static Name name() throws IOException {
        return Name.fromString("www.example.");
    }

    @MethodSource("realQueries")
    @FuzzTest(maxDuration = "")
    void anyQuery(byte[] message) throws IOException {
        for (boolean datagrams : new boolean[] {true, false}) {
            Query query = Query.read(message, new Somebody(datagrams));
            if (query != null) {
                Message found = new Message();
                for (int i = 0; i < 60; i++) {
                    found.addRecord(record(TYPE, "\"" + "x".repeat(80) + i + "\""), 1 + i % 3);
                }
                check(query, query.problem() == Rcode.NOERROR ? Answers.of(query, found) : Answers.empty(query, query.problem()));
            }
        }
    }

    @MethodSource("realAnswers")
    @FuzzTest(maxDuration = "")
    void anyAnswer(byte[] message) throws IOException {
        Message answer;
        try {
            answer = new Message(message);
        } catch (IOException | RuntimeException e) {
            return; // and nobody is told
        }
        if (answer.getHeader().getOpcode() != Opcode.QUERY || answer.getHeader().getFlag(Flags.TC)) {
            return; // not taken for an answer
        }
        long[] now = {1_000_000};
        Cache cache = new Cache(PLAN, () -> now[0]);
        Question question = new Question(name(), TYPE, false, false);
        cache.put(question, answer);
        assertThat(cache.bytes()).isBetween(0L, (long) CACHE_BYTES);
        write(answer);
        while (cache.size() > 0) {
            Message kept = cache.get(question);
            if (kept != null) {
                assertThat(now[0]).as("for a day at most").isLessThan(1_000_000 + PLAN.cacheMaxSeconds() * 1000L);
                for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
                    assertThat(kept.getSection(section)).allMatch(record -> record.getTTL() > 0 && record.getTTL() <= Integer.MAX_VALUE);
                }
                write(kept);
            }
            now[0] += PLAN.cacheMaxSeconds() * 500L;
        }
    }

    private static void write(Message answer) throws IOException {
        for (byte[] asked : realQueries().toList()) {
            for (boolean datagrams : new boolean[] {true, false}) {
                Query query = Query.read(asked, new Somebody(datagrams));
                check(query, Answers.of(query, answer));
            }
        }
    }

    private static void check(Query query, byte[] answer) throws IOException {
        assertThat(answer.length).isLessThanOrEqualTo(query.room());
        Message read = new Message(answer);
        assertThat(read.getHeader().getID()).isEqualTo(query.header().getID());
        assertThat(read.getHeader().getFlag(Flags.QR)).isTrue();
    }

    private record Somebody(boolean datagrams) implements Asker {

        @Override
        public int address() {
            return 0;
        }

        @Override
        public void answer(byte[] message) {
            throw new AssertionError("nobody is answered by reading");
        }
    }
}
