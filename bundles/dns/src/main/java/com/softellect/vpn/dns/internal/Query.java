package com.softellect.vpn.dns.internal;

import java.io.IOException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A client's query as it was read, and the way back. Immutable.
 *
 * @param header   as it came
 * @param question null if there is none that could be answered; {@code problem} says why
 * @param edns     what the client says of itself (RFC 6891); null if it says nothing
 * @param problem  the response code that is the answer; {@link Rcode#NOERROR} if the question is to be answered
 */
public record Query(Header header, Question question, OPTRecord edns, int problem, Asker asker) {

    /** The largest message over UDP that we take and send, in bytes: it passes unfragmented nearly everywhere. */
    static final int OWN_SIZE = 1232;

    /** What every client takes over UDP (RFC 1035). */
    private static final int LEAST_SIZE = 512;

    private static final int TCP_SIZE = 65_535;

    /** The DO bit among the flags of EDNS. */
    static final int SIGNATURES = 0x8000;

    /** @return null if it is nothing that anybody expects an answer to */
    public static Query read(byte[] bytes, Asker asker) {
        Header header;
        try {
            header = new Header(bytes);
        } catch (IOException | RuntimeException e) {
            return null;
        }
        if (header.getFlag(Flags.QR)) {
            return null; // an answer to an answer would be answered, and so on
        }
        if (header.getOpcode() != Opcode.QUERY) {
            return new Query(header, null, null, Rcode.NOTIMP, asker);
        }
        try {
            return of(new Message(bytes), asker);
        } catch (IOException | RuntimeException e) {
            return new Query(header, null, null, Rcode.FORMERR, asker);
        }
    }

    private static Query of(Message message, Asker asker) {
        Header header = message.getHeader();
        OPTRecord edns = message.getOPT();
        if (header.getCount(Section.QUESTION) != 1) {
            return new Query(header, null, edns, Rcode.FORMERR, asker);
        }
        Record asked = message.getQuestion();
        Question question = new Question(asked.getName(), asked.getType(), edns != null && (edns.getFlags() & SIGNATURES) != 0,
                header.getFlag(Flags.CD));
        int problem = edns != null && edns.getVersion() != 0 ? Rcode.BADVERS
                : asked.getDClass() != DClass.IN || !isAnswered(asked.getType()) ? Rcode.REFUSED : Rcode.NOERROR;
        return new Query(header, question, edns, problem, asker);
    }

    /** Transfers of zones, and what is no type of records. */
    private static boolean isAnswered(int type) {
        return type != Type.AXFR && type != Type.IXFR && type != Type.MAILA && type != Type.MAILB && type != Type.OPT && type != Type.TSIG
                && type != Type.TKEY;
    }

    /** The largest answer that the client takes, in bytes. */
    public int room() {
        return !asker.datagrams() ? TCP_SIZE : edns == null ? LEAST_SIZE : Math.max(LEAST_SIZE, Math.min(OWN_SIZE, edns.getPayloadSize()));
    }
}
