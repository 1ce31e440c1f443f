package com.softellect.vpn.lab.internet;

import com.softellect.vpn.lab.net.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The names of the lab's internet, with the answers to questions for them. Immutable. */
final class Zone {

    /** Within 512 bytes (RFC 1035) there is no room for so many addresses. */
    static final int MANY = 60;

    private static final Name APEX = Name.fromConstantString("lab.example.");
    private static final long TTL_SECONDS = 60;
    private static final int SMALLEST_LIMIT = 512;
    private static final int OWN_LIMIT = 4096;

    private final List<Record> records;
    private final Record authority = new SOARecord(APEX, DClass.IN, TTL_SECONDS, name("dns"), name("postmaster"), 1, 3600, 600, 86_400, TTL_SECONDS);

    private Zone(List<Record> records) {
        this.records = List.copyOf(records);
    }

    /** {@code www}, {@code dns}, the alias {@code alias} of the first, and {@code many} with {@value #MANY} addresses. */
    static Zone ofTheInternet() {
        List<Record> records = new ArrayList<>();
        records.add(address("www", Network.INTERNET_ADDRESS));
        records.add(address("dns", Network.INTERNET_DNS_ADDRESS));
        records.add(new CNAMERecord(name("alias"), DClass.IN, TTL_SECONDS, name("www")));
        for (int i = 1; i <= MANY; i++) {
            records.add(address("many", "198.51.100." + i));
        }
        return new Zone(records);
    }

    /** How long a datagram may be that answers this query (RFC 6891). */
    static int datagramLimit(Message query) {
        OPTRecord wanted = query.getOPT();
        return wanted == null ? SMALLEST_LIMIT : Math.max(SMALLEST_LIMIT, Math.min(OWN_LIMIT, wanted.getPayloadSize()));
    }

    /** The whole answer, however long it is. */
    Message answer(Message query) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        if (query.getHeader().getFlag(Flags.RD)) {
            answer.getHeader().setFlag(Flags.RD);
        }
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        addAnswers(answer, query.getQuestion());
        if (query.getOPT() != null) {
            answer.addRecord(new OPTRecord(OWN_LIMIT, 0, 0), Section.ADDITIONAL);
        }
        return answer;
    }

    private void addAnswers(Message answer, Record question) {
        List<Record> found = find(question.getName(), question.getType());
        found.forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (found.isEmpty()) {
            boolean known = records.stream().anyMatch(record -> record.getName().equals(question.getName()));
            answer.getHeader().setRcode(known || question.getName().equals(APEX) ? Rcode.NOERROR : Rcode.NXDOMAIN);
            answer.addRecord(authority, Section.AUTHORITY);
        }
    }

    /** An alias is answered with what it stands for. */
    private List<Record> find(Name name, int type) {
        List<Record> found = new ArrayList<>();
        for (Record record : records) {
            if (record.getName().equals(name)) {
                if (record.getType() == type) {
                    found.add(record);
                } else if (record instanceof CNAMERecord alias) {
                    found.add(alias);
                    found.addAll(find(alias.getTarget(), type));
                }
            }
        }
        return found;
    }

    private static Record address(String label, String address) {
        try {
            return new ARecord(name(label), DClass.IN, TTL_SECONDS, InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    private static Name name(String label) {
        return Name.fromConstantString(label + "." + APEX);
    }
}
