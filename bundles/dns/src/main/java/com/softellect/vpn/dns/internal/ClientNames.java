package com.softellect.vpn.dns.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The names of the clients themselves, {@code alice.vpn}, and of their addresses. Everybody sees the own one; who sees the others' is a setting. What
 * one may not see does not exist for him. Nothing of the zone or of the tunnel's network is ever asked upstream. Belongs to the loop.
 */
final class ClientNames {

    /** How long others may keep it, in seconds: clients come and go. */
    private static final int TTL = 10;

    private static final long NANOS_BETWEEN_READINGS = TimeUnit.SECONDS.toNanos(1);
    private static final Name REVERSE = Name.fromConstantString("in-addr.arpa.");
    private static final int LABELS_OF_AN_ADDRESS = 4;

    private final Name zone;
    private final String seenBy;
    private final SessionRegistry registry;
    private final ClientDirectory directory;
    private Map<Name, Integer> addresses = Map.of();
    private Map<Integer, Name> names = Map.of();
    private long readNanos;
    private boolean read;

    ClientNames(Plan plan, SessionRegistry registry, ClientDirectory directory) {
        this.zone = plan.zone();
        this.seenBy = plan.zoneSeenBy();
        this.registry = registry;
        this.directory = directory;
    }

    /** @param asker the client's address. @return null if the question is not about clients */
    Message answer(Question question, int asker) {
        if (zone == null) {
            return null;
        }
        if (question.name().subdomain(zone)) {
            return aboutName(question, asker);
        }
        Integer address = question.name().subdomain(REVERSE) ? address(question.name()) : null;
        return address != null && registry.network().contains(address) ? aboutAddress(question, address, asker) : null;
    }

    private Message aboutName(Question question, int asker) {
        readIfOld();
        Integer address = addresses.get(question.name());
        if (address != null && isSeen(address, asker)) {
            return question.type() == Type.A || question.type() == Type.ANY ? found(new ARecord(question.name(), DClass.IN, TTL, inet(address)))
                    : absent(Rcode.NOERROR, zone);
        }
        if (question.name().equals(zone)) {
            return question.type() == Type.SOA ? found(authority(zone)) : absent(Rcode.NOERROR, zone);
        }
        return absent(Rcode.NXDOMAIN, zone);
    }

    private Message aboutAddress(Question question, int address, int asker) {
        readIfOld();
        Name name = names.get(address);
        Name above = new Name(question.name(), 1);
        if (name == null || !isSeen(address, asker)) {
            return absent(Rcode.NXDOMAIN, above);
        }
        return question.type() == Type.PTR || question.type() == Type.ANY ? found(new PTRRecord(question.name(), DClass.IN, TTL, name))
                : absent(Rcode.NOERROR, above);
    }

    private boolean isSeen(int address, int asker) {
        if (address == asker || asker == registry.network().address() || seenBy.equals(Plan.ALL)) {
            return true;
        }
        Session session = seenBy.equals(Plan.NONE) ? null : registry.byAddress(asker);
        return session != null && session.clientToClient();
    }

    /** @return null if the name is not that of a whole IPv4 address */
    private static Integer address(Name name) {
        if (name.labels() != LABELS_OF_AN_ADDRESS + REVERSE.labels()) {
            return null;
        }
        String text = name.getLabelString(3) + "." + name.getLabelString(2) + "." + name.getLabelString(1) + "." + name.getLabelString(0);
        try {
            return Ipv4Network.parseAddress(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void readIfOld() {
        long now = System.nanoTime();
        if (!read || now - readNanos > NANOS_BETWEEN_READINGS) {
            read();
            read = true;
            readNanos = now;
        }
    }

    /** Of two ids that differ in case only the first has the name. A session's address is the one that its client has now. */
    private void read() {
        Map<String, Integer> byId = new HashMap<>();
        registry.sessions().forEach(session -> byId.put(session.clientId(), session.address()));
        Map<Name, Integer> newAddresses = new HashMap<>();
        Map<Integer, Name> newNames = new HashMap<>();
        for (Client client : directory.clients()) {
            Name name = name(client.id());
            int address = byId.getOrDefault(client.id(), client.address());
            if (name != null && registry.network().isHost(address) && newAddresses.putIfAbsent(name, address) == null) {
                newNames.put(address, name);
            }
        }
        addresses = newAddresses;
        names = newNames;
    }

    /** @return null if the id can't be a name: a part of it is longer than 63 characters, or empty */
    private Name name(String clientId) {
        try {
            Name name = Name.fromString(clientId, zone);
            return name.subdomain(zone) ? name : null;
        } catch (TextParseException e) {
            return null;
        }
    }

    private static Message found(Record record) {
        Message message = own(Rcode.NOERROR);
        message.addRecord(record, Section.ANSWER);
        return message;
    }

    private static Message absent(int rcode, Name authority) {
        Message message = own(rcode);
        message.addRecord(authority(authority), Section.AUTHORITY);
        return message;
    }

    private static Message own(int rcode) {
        Message message = new Message();
        message.getHeader().setRcode(rcode);
        message.getHeader().setFlag(Flags.AA);
        return message;
    }

    private static SOARecord authority(Name name) {
        return new SOARecord(name, DClass.IN, TTL, name, Name.root, 1, TTL, TTL, TTL, TTL);
    }

    private static InetAddress inet(int address) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES).putInt(address).array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an int has four bytes", e);
        }
    }
}
