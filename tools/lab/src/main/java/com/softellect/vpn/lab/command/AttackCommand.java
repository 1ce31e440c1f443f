package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.attack.Addresses;
import com.softellect.vpn.lab.attack.Flood;
import com.softellect.vpn.lab.attack.Target;
import com.softellect.vpn.lab.bench.AttackerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A flood as a process of its own: says when it has begun, ends when its standard input does, and says what it did. */
@Command(name = AttackCommand.NAME, hidden = true)
final class AttackCommand implements Callable<Integer> {

    static final String NAME = "inner-attack";

    /** However the one that started it fares, it does not last longer. */
    private static final int LIMIT_SECONDS = 300;

    @Option(names = "--host", required = true)
    private String host;

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--path", required = true)
    private String path;

    @Option(names = "--client", required = true)
    private List<String> clients;

    @Option(names = "--network", required = true)
    private String network;

    @Option(names = "--rate", required = true)
    private int rate;

    @Override
    public Integer call() throws LabException, InterruptedException, IOException, ExecutionException {
        Flood flood = Flood.start(new Target(new InetSocketAddress(host, port), path, clients), new Addresses(network), rate);
        System.out.println(AttackerProcess.BEGUN);
        try {
            CompletableFuture.runAsync(AttackCommand::awaitEndOfInput).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            System.err.println("vpn: the flood ends by itself after " + LIMIT_SECONDS + " s");
        }
        System.out.println(flood.stop().toJson());
        return 0;
    }

    private static void awaitEndOfInput() {
        try {
            System.in.readAllBytes();
        } catch (IOException e) {
            System.err.println("vpn: " + e); // as good as its end
        }
    }
}
