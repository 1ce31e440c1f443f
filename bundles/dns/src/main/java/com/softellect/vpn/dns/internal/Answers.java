package com.softellect.vpn.dns.internal;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Writes answers in the form in which a client asked. Stateless. */
public final class Answers {

    /** Where records are. */
    private static final int[] SECTIONS = {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL};

    private Answers() {
    }

    /** An answer without records. */
    public static byte[] empty(Query query, int rcode) {
        return write(query, begin(query, rcode), rcode);
    }

    /**
     * @param answer has the response code and the records; whatever else is in it is the upstream's and nobody else's business
     */
    public static byte[] of(Query query, Message answer) {
        Message message = begin(query, answer.getRcode());
        if (answer.getHeader().getFlag(Flags.AA)) {
            message.getHeader().setFlag(Flags.AA);
        }
        for (int section : SECTIONS) {
            for (Record record : answer.getSection(section)) {
                if (isForClients(record)) {
                    message.addRecord(inTheCaseOf(query, record), section);
                }
            }
        }
        return write(query, message, answer.getRcode());
    }

    private static Message begin(Query query, int rcode) {
        Message message = new Message(query.header().getID());
        Header header = message.getHeader();
        header.setOpcode(query.header().getOpcode());
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        header.setRcode(rcode & 15);
        for (int flag : new int[] {Flags.RD, Flags.CD}) {
            if (query.header().getFlag(flag)) {
                header.setFlag(flag);
            }
        }
        if (query.question() != null) {
            message.addRecord(query.question().record(), Section.QUESTION);
        }
        return message;
    }

    private static boolean isForClients(Record record) {
        return record.getType() != Type.OPT && record.getType() != Type.TSIG && record.getType() != Type.SIG;
    }

    /** The client sees the name as it wrote it, not as it was written to the upstream. */
    private static Record inTheCaseOf(Query query, Record record) {
        return record.getName().equals(query.question().name()) ? record.withName(query.question().name()) : record;
    }

    private static byte[] write(Query query, Message message, int rcode) {
        if (query.edns() != null) {
            message.addRecord(new OPTRecord(Query.OWN_SIZE, rcode >> 4, 0, query.edns().getFlags() & Query.SIGNATURES), Section.ADDITIONAL);
        }
        return message.toWire(query.room());
    }

    static boolean isTruncated(byte[] message) {
        return (message[2] & 2) != 0;
    }

    /** An answer without records that an upstream could have given. */
    static Message failure() {
        Message message = new Message();
        message.getHeader().setRcode(Rcode.SERVFAIL);
        return message;
    }
}
