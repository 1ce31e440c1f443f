package com.softellect.vpn.dns.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A server on the loopback, over UDP and TCP, that answers as it is told to. */
final class TestUpstream implements AutoCloseable {

    /** What is answered to a query: messages that are sent one after the other. */
    interface Behaviour {

        List<byte[]> answer(Message query) throws IOException;
    }

    /** All that was asked over UDP, and over TCP. */
    final List<Message> asked = new CopyOnWriteArrayList<>();
    final List<Message> askedOverTcp = new CopyOnWriteArrayList<>();

    private final ServerSocket tcp;
    private final DatagramSocket udp;

    /** Written by the test's thread. */
    private volatile Behaviour overUdp = query -> List.of(answer(query, "192.0.2.1", 60).toWire());
    private volatile Behaviour overTcp = overUdp;

    TestUpstream() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        tcp = new ServerSocket(0, 10, loopback);
        udp = new DatagramSocket(tcp.getLocalPort(), loopback);
        daemon(this::serveUdp);
        daemon(this::serveTcp);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "test-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + tcp.getLocalPort();
    }

    TestUpstream overUdp(Behaviour behaviour) {
        overUdp = behaviour;
        return this;
    }

    TestUpstream overTcp(Behaviour behaviour) {
        overTcp = behaviour;
        return this;
    }

    private void serveUdp() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                udp.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                asked.add(query);
                for (byte[] answer : overUdp.answer(query)) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                Message query = new Message(in.readNBytes(in.readUnsignedShort()));
                askedOverTcp.add(query);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                for (byte[] answer : overTcp.answer(query)) {
                    out.writeShort(answer.length);
                    out.write(answer);
                }
            } catch (IOException e) {
                // closed by one of both
            }
        }
    }

    /** An answer without records. */
    static Message reply(Message query, int rcode) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setRcode(rcode);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        return answer;
    }

    /** An answer with one address. */
    static Message answer(Message query, String address, long ttl) throws IOException {
        Message answer = reply(query, 0);
        answer.addRecord(record(query.getQuestion().getName(), Type.A, ttl, address), Section.ANSWER);
        return answer;
    }

    static Record record(Name name, int type, long ttl, String data) throws IOException {
        return Record.fromString(name, type, DClass.IN, ttl, data, Name.root);
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
