package com.softellect.vpn.lab.internet;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Namespace;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.xbill.DNS.Message;

/** A DNS server of one zone, over UDP and TCP, on port 53 of its address. Has threads of its own; any thread may use it. */
public final class NameServer implements AutoCloseable {

    private static final int PORT = 53;
    private static final int LARGEST = 65_535;
    private static final int SILENCE_LIMIT_MILLIS = 10_000;

    private final Zone zone;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final LongAdder queries = new LongAdder();

    private NameServer(Zone zone, DatagramSocket udp, ServerSocket tcp) {
        this.zone = zone;
        this.udp = udp;
        this.tcp = tcp;
    }

    static NameServer start(Namespace namespace, String address, Zone zone) throws LabException, InterruptedException {
        try {
            DatagramSocket udp = namespace.call(() -> new DatagramSocket(PORT, InetAddress.getByName(address)));
            ServerSocket tcp = namespace.call(() -> new ServerSocket(PORT, 50, InetAddress.getByName(address)));
            NameServer server = new NameServer(zone, udp, tcp);
            begin("lab-dns-udp", server::serveUdp);
            begin("lab-dns-tcp", server::serveTcp);
            return server;
        } catch (InterruptedException | LabException e) {
            throw e;
        } catch (Exception e) {
            throw new LabException("cannot start the DNS server: " + e, e);
        }
    }

    /** How many queries have come, over UDP and TCP together. */
    public long queries() {
        return queries.sum();
    }

    private void serveUdp() {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!udp.isClosed()) {
            try {
                packet.setLength(LARGEST);
                udp.receive(packet);
                Message query = query(Arrays.copyOf(packet.getData(), packet.getLength()));
                packet.setData(zone.answer(query).toWire(Zone.datagramLimit(query))); // what is longer is cut, and says so
                udp.send(packet);
                packet.setData(new byte[LARGEST]);
            } catch (IOException e) {
                // closed, or nothing that can be read as a query: nobody is answered
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket caller = tcp.accept();
                begin("lab-dns-caller", () -> serve(caller));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            caller.setSoTimeout(SILENCE_LIMIT_MILLIS);
            DataInputStream in = new DataInputStream(caller.getInputStream());
            DataOutputStream out = new DataOutputStream(caller.getOutputStream());
            while (true) {
                byte[] answer = zone.answer(query(in.readNBytes(in.readUnsignedShort()))).toWire(LARGEST);
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            }
        } catch (IOException e) {
            // the caller has gone, or sends what is no query
        }
    }

    private Message query(byte[] wire) throws IOException {
        Message query = new Message(wire);
        if (query.getQuestion() == null) {
            throw new IOException("no question");
        }
        queries.increment();
        return query;
    }

    private static void begin(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
