package com.softellect.vpn.dns.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Answers of upstreams, kept as whole messages for as long as all of their records may be (RFC 1035), and for as long as the zone says that a name
 * or a record does not exist (RFC 2308). Never gives what is older. Bounded in answers and bytes: what was not asked for the longest makes room.
 *
 * <p>Belongs to the loop, but for {@link #size} and {@link #bytes}.
 */
public final class Cache {

    /** What an answer takes beside its message, roughly, in bytes. */
    static final int OVERHEAD = 400;

    private static final int[] SECTIONS = {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL};
    private static final int MILLIS = 1000;

    private final int mostAnswers;
    private final long mostBytes;
    private final long maxSeconds;
    private final long maxNegativeSeconds;
    private final LongSupplier millis;
    private final Map<Question, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** Written by the loop. */
    private volatile int size;
    private volatile long bytes;

    /** @param millis a clock that only goes forward */
    public Cache(Plan plan, LongSupplier millis) {
        this.mostAnswers = plan.cacheAnswers();
        this.mostBytes = plan.cacheBytes();
        this.maxSeconds = plan.cacheMaxSeconds();
        this.maxNegativeSeconds = plan.cacheMaxNegativeSeconds();
        this.millis = millis;
    }

    /** @return the answer with what is left of its records' time; null if there is none */
    public Message get(Question question) {
        Kept found = kept.get(question);
        if (found == null) {
            return null;
        }
        long now = millis.getAsLong();
        if (now < found.untilMillis) {
            return found.message(now);
        }
        remove(question);
        return null;
    }

    /** Keeps it, if its records say for how long. */
    public void put(Question question, Message answer) {
        put(question, answer, millis.getAsLong());
    }

    private void put(Question question, Message answer, long sinceMillis) {
        long seconds = seconds(question, answer);
        if (seconds > 0) {
            remove(question);
            Kept added = Kept.of(answer, sinceMillis, sinceMillis + seconds * MILLIS);
            kept.put(question, added);
            size = kept.size();
            bytes += added.bytes();
            makeRoom();
        }
    }

    /** For how long it may be kept; 0: not at all. */
    private long seconds(Question question, Message answer) {
        boolean exists = answer.getRcode() == Rcode.NOERROR && answer.getSection(Section.ANSWER).stream()
                .anyMatch(record -> record.getType() == question.type() || question.type() == Type.ANY);
        long seconds = maxSeconds;
        boolean authority = false;
        for (int section : SECTIONS) {
            for (Record record : answer.getSection(section)) {
                if (record.getType() != Type.OPT) {
                    seconds = Math.min(seconds, ttl(record));
                }
                if (record instanceof SOARecord soa && section == Section.AUTHORITY) {
                    authority = true;
                    seconds = exists ? seconds : Math.min(seconds, Math.min(maxNegativeSeconds, soa.getMinimum()));
                }
            }
        }
        boolean absent = answer.getRcode() == Rcode.NXDOMAIN || answer.getRcode() == Rcode.NOERROR && !exists;
        return exists || absent && authority ? seconds : 0;
    }

    /** The highest bit means that it is nonsense, to be read as zero (RFC 2181). */
    private static long ttl(Record record) {
        return record.getTTL() > Integer.MAX_VALUE ? 0 : record.getTTL();
    }

    private void remove(Question question) {
        Kept removed = kept.remove(question);
        if (removed != null) {
            size = kept.size();
            bytes -= removed.bytes();
        }
    }

    private void makeRoom() {
        Iterator<Kept> oldest = kept.values().iterator();
        while (kept.size() > mostAnswers || bytes > mostBytes) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
        size = kept.size();
    }

    void clear() {
        kept.clear();
        size = 0;
        bytes = 0;
    }

    /** Any thread. */
    public int size() {
        return size;
    }

    /** Any thread. */
    public long bytes() {
        return bytes;
    }

    /** All that is kept, as JDK types, for {@link #takeOver}; what was asked for last comes last. */
    List<Map<String, Object>> leave() {
        List<Map<String, Object>> left = new ArrayList<>();
        kept.forEach((question, one) -> left.add(Map.of("name", question.name().toWire(), "type", question.type(),
                "signatures", question.signatures(), "checkingDisabled", question.checkingDisabled(),
                "message", one.message, "since", one.sinceMillis)));
        return left;
    }

    /** @param left what the version before has left, of this same process: its clock is ours */
    void takeOver(List<?> left) {
        for (Object one : left) {
            takeOver((Map<?, ?>) one);
        }
    }

    private void takeOver(Map<?, ?> one) {
        try {
            Question question = new Question(new Name((byte[]) one.get("name")), (Integer) one.get("type"),
                    (Boolean) one.get("signatures"), (Boolean) one.get("checkingDisabled"));
            put(question, new Message((byte[]) one.get("message")), (Long) one.get("since"));
        } catch (IOException e) {
            throw new IllegalArgumentException("what was left in the cache can't be read", e);
        }
    }

    /**
     * @param message with nothing compressed, so that what a record has left can be written over what it had
     * @param ttls    where that is in it, per record
     */
    private record Kept(byte[] message, int[] ttls, long sinceMillis, long untilMillis) {

        static Kept of(Message answer, long since, long until) {
            Header header = answer.getHeader();
            ByteArrayOutputStream records = new ByteArrayOutputStream();
            List<Integer> ttls = new ArrayList<>();
            int[] counts = new int[SECTIONS.length];
            for (int i = 0; i < SECTIONS.length; i++) {
                for (Record record : answer.getSection(SECTIONS[i])) {
                    if (record.getType() != Type.OPT) {
                        ttls.add(Header.LENGTH + records.size() + record.getName().length() + 4);
                        records.writeBytes(record.toWire(SECTIONS[i]));
                        counts[i]++;
                    }
                }
            }
            ByteBuffer message = ByteBuffer.allocate(Header.LENGTH + records.size()).put(header.toWire());
            message.putShort(4, (short) 0).putShort(6, (short) counts[0]).putShort(8, (short) counts[1]).putShort(10, (short) counts[2]);
            message.put(records.toByteArray());
            return new Kept(message.array(), ttls.stream().mapToInt(Integer::intValue).toArray(), since, until);
        }

        Message message(long now) {
            ByteBuffer aged = ByteBuffer.wrap(message.clone());
            int age = (int) ((now - sinceMillis) / MILLIS);
            for (int at : ttls) {
                aged.putInt(at, aged.getInt(at) - age);
            }
            try {
                return new Message(aged.array());
            } catch (IOException e) {
                throw new IllegalStateException("an answer that was read once can't be read again", e);
            }
        }

        long bytes() {
            return message.length + OVERHEAD + 4L * ttls.length;
        }
    }
}
