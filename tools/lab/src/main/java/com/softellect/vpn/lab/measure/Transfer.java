package com.softellect.vpn.lab.measure;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Namespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongPredicate;

/**
 * One TCP stream of our own between the two namespaces; the connection is made by the client to the gateway's address. What is
 * sent is different everywhere in the stream, and both ends compute its checksum. Immutable.
 */
public record Transfer(Namespace server, Namespace client, String address) {

    /** A peer that says nothing for so long is gone. */
    private static final int SILENCE_LIMIT_MILLIS = 30_000;

    /** Sends as many bytes, or up to one buffer more. */
    public TransferResult bytes(Direction direction, long bytes) throws LabException, InterruptedException {
        return run(direction, sent -> sent < bytes);
    }

    /** Sends for as long. */
    public TransferResult lasting(Direction direction, Duration time) throws LabException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        return run(direction, sent -> System.nanoTime() < end);
    }

    /** Sends for as long as the predicate of the bytes sent so far says so. It may take its time: that sets the pace. */
    public TransferResult run(Direction direction, LongPredicate goOn) throws LabException, InterruptedException {
        try (ServerSocket listening = server.call(() -> new ServerSocket(0, 1, InetAddress.getByName(address)));
                Socket near = client.call(() -> connect(listening.getLocalPort()));
                Socket far = accept(listening)) {
            Socket from = direction == Direction.UP ? near : far;
            Socket to = direction == Direction.UP ? far : near;
            return run(new TransferStream(from), new TransferStream(to), goOn);
        } catch (InterruptedException | LabException e) {
            throw e;
        } catch (CompletionException e) {
            throw failed(e.getCause());
        } catch (Exception e) {
            throw failed(e);
        }
    }

    private static TransferResult run(TransferStream from, TransferStream to, LongPredicate goOn) throws IOException {
        long start = System.nanoTime();
        CompletableFuture<TransferStream.Sum> sent = CompletableFuture.supplyAsync(() -> from.send(goOn));
        TransferStream.Sum received = to.receive();
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        return new TransferResult(received.bytes(), time, received.equals(sent.join()));
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(address, port), SILENCE_LIMIT_MILLIS);
        socket.setSoTimeout(SILENCE_LIMIT_MILLIS);
        return socket;
    }

    private static Socket accept(ServerSocket listening) throws IOException {
        listening.setSoTimeout(SILENCE_LIMIT_MILLIS);
        Socket socket = listening.accept();
        socket.setSoTimeout(SILENCE_LIMIT_MILLIS);
        return socket;
    }

    private LabException failed(Throwable e) {
        return new LabException("the TCP transfer with " + address + " failed: " + e, e);
    }
}
