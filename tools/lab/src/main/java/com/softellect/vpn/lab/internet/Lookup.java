package com.softellect.vpn.lab.internet;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Asks one DNS server for addresses, as a stub resolver does: over UDP, asking again when no answer comes, and over TCP if the answer was cut. Its sockets are
 * those of the calling thread's network namespace. Immutable.
 *
 * @param resolver the server's address; it is asked at port 53
 */
record Lookup(String resolver) {

    private static final int PORT = 53;
    private static final int PLAIN_LIMIT = 512;
    private static final int TRIES = 5;
    private static final int ANSWER_LIMIT_MILLIS = 1000;
    private static final int TCP_LIMIT_MILLIS = 5000;

    /** @throws IOException if there is no answer, or none with an address */
    List<String> addresses(String host) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(host + "."), Type.A, DClass.IN));
        Message answer = overUdp(query);
        if (answer.getHeader().getFlag(Flags.TC)) {
            answer = overTcp(query);
        }
        List<String> found = answer.getSection(Section.ANSWER).stream().filter(ARecord.class::isInstance)
                .map(record -> ((ARecord) record).getAddress().getHostAddress()).toList();
        if (found.isEmpty()) {
            throw new IOException("the DNS server " + resolver + " knows no address of " + host + ": " + Rcode.string(answer.getRcode()));
        }
        return found;
    }

    private Message overUdp(Message query) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(resolver, PORT));
            socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
            byte[] question = query.toWire();
            for (int i = 0; i < TRIES; i++) {
                socket.send(new DatagramPacket(question, question.length));
                DatagramPacket packet = new DatagramPacket(new byte[PLAIN_LIMIT], PLAIN_LIMIT);
                try {
                    socket.receive(packet);
                    return checked(query, Arrays.copyOf(packet.getData(), packet.getLength()));
                } catch (SocketTimeoutException e) {
                    // lost on the way: again
                }
            }
            throw new IOException("the DNS server " + resolver + " does not answer");
        }
    }

    private Message overTcp(Message query) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(resolver, PORT), TCP_LIMIT_MILLIS);
            socket.setSoTimeout(TCP_LIMIT_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] question = query.toWire();
            out.writeShort(question.length);
            out.write(question);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return checked(query, in.readNBytes(in.readUnsignedShort()));
        }
    }

    private static Message checked(Message query, byte[] wire) throws IOException {
        Message answer = new Message(wire);
        if (answer.getHeader().getID() != query.getHeader().getID()) {
            throw new IOException("an answer to another question");
        }
        return answer;
    }
}
