package com.softellect.vpn.dns.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * A question as it goes to an upstream: under a random number, with letters in random case, so that whoever forges an answer must guess both (and the
 * port, which the kernel chooses anew for each). Immutable.
 */
final class Outgoing {

    private static final int CASE_BIT = 0x20;

    private final Question question;
    private final int number;
    private final Name name;
    private final byte[] bytes;

    /** What an answer has to do with the question. */
    enum Fit {
        /** It is the answer. */
        FITS,
        /** All is right but the case of letters: a forgery, or an upstream that does not keep it. */
        OTHER_CASE,
        /** It is none to this question. */
        NOT
    }

    /** @param edns whether the upstream is told what we take */
    Outgoing(Question question, boolean edns, boolean randomCase, Random random) {
        this.question = question;
        this.number = random.nextInt(1 << 16);
        this.name = randomCase ? inRandomCase(question.name(), random) : question.name();
        Message message = new Message(number);
        message.getHeader().setFlag(Flags.RD);
        if (question.checkingDisabled()) {
            message.getHeader().setFlag(Flags.CD);
        }
        message.addRecord(Record.newRecord(name, question.type(), DClass.IN), Section.QUESTION);
        if (edns) {
            message.addRecord(new OPTRecord(Query.OWN_SIZE, 0, 0, question.signatures() ? Query.SIGNATURES : 0), Section.ADDITIONAL);
        }
        this.bytes = message.toWire();
    }

    /** No length of a label is the code of a letter: it is 63 at most. */
    private static Name inRandomCase(Name name, Random random) {
        byte[] wire = name.toWire();
        byte[] noise = new byte[wire.length];
        random.nextBytes(noise);
        for (int i = 0; i < wire.length; i++) {
            int lower = wire[i] | CASE_BIT;
            if (lower >= 'a' && lower <= 'z' && noise[i] < 0) {
                wire[i] ^= CASE_BIT;
            }
        }
        try {
            return new Name(wire);
        } catch (IOException e) {
            throw new IllegalStateException("a name in other letters is none", e);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** @throws IOException or a RuntimeException if it is no DNS message, or one that could not be written for clients */
    static Message read(byte[] answer) throws IOException {
        Message message = new Message(answer);
        message.toWire();
        return message;
    }

    Fit fit(Message answer) {
        Header header = answer.getHeader();
        if (header.getID() != number || !header.getFlag(Flags.QR) || header.getOpcode() != Opcode.QUERY) {
            return Fit.NOT;
        }
        if (header.getCount(Section.QUESTION) == 0 && header.getRcode() == Rcode.FORMERR) {
            return Fit.FITS; // whoever could not read the question can't repeat it
        }
        Record asked = answer.getQuestion();
        if (header.getCount(Section.QUESTION) != 1 || asked.getType() != question.type() || asked.getDClass() != DClass.IN
                || !asked.getName().equals(name)) {
            return Fit.NOT;
        }
        return Arrays.equals(asked.getName().toWire(), name.toWire()) ? Fit.FITS : Fit.OTHER_CASE;
    }

    /** Whether a message that can't be read has the number of this one. */
    boolean hasNumber(byte[] message) {
        return message.length >= 2 && ((message[0] & 255) << 8 | message[1] & 255) == number;
    }
}
