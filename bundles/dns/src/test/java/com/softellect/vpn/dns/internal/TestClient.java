package com.softellect.vpn.dns.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A client on the loopback, with an address of its own there, that asks a resolver. */
final class TestClient implements AutoCloseable {

    private static final int LIMIT_MILLIS = 20_000;

    private final InetAddress own;
    private final InetSocketAddress server;
    private final DatagramSocket socket;

    TestClient(String own, int port) throws IOException {
        this.own = InetAddress.getByName(own);
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.socket = new DatagramSocket(0, this.own);
        socket.setSoTimeout(LIMIT_MILLIS);
    }

    static Message query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
    }

    /** @param size what the client says that it takes */
    static Message query(String name, int type, int size) throws IOException {
        Message query = query(name, type);
        query.addRecord(new OPTRecord(size, 0, 0), Section.ADDITIONAL);
        return query;
    }

    Message ask(String name, int type) throws IOException {
        return ask(query(name, type));
    }

    Message ask(Message query) throws IOException {
        send(query.toWire());
        Message answer = new Message(receive());
        while (answer.getHeader().getID() != query.getHeader().getID()) {
            answer = new Message(receive());
        }
        return answer;
    }

    void send(byte[] message) throws IOException {
        socket.send(new DatagramPacket(message, message.length, server));
    }

    byte[] receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    Message askOverTcp(Message query) throws IOException {
        try (Socket connection = connect()) {
            sendOver(connection, query);
            return receiveOver(connection);
        }
    }

    Socket connect() throws IOException {
        Socket connection = new Socket(server.getAddress(), server.getPort(), own, 0);
        connection.setSoTimeout(LIMIT_MILLIS);
        return connection;
    }

    static void sendOver(Socket connection, Message query) throws IOException {
        byte[] message = query.toWire();
        DataOutputStream out = new DataOutputStream(connection.getOutputStream());
        out.writeShort(message.length);
        out.write(message);
    }

    static Message receiveOver(Socket connection) throws IOException {
        DataInputStream in = new DataInputStream(connection.getInputStream());
        return new Message(in.readNBytes(in.readUnsignedShort()));
    }

    @Override
    public void close() {
        socket.close();
    }
}
