package com.softellect.vpn.lab.demo;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.internet.Browser;
import com.softellect.vpn.lab.internet.Internet;
import com.softellect.vpn.lab.internet.Page;
import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.measure.Ping;
import com.softellect.vpn.lab.measure.PingResult;
import com.softellect.vpn.lab.measure.Throughput;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.report.Progress;
import com.softellect.vpn.lab.report.Report;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The demo, in the order in which it is shown:
 * <ol>
 * <li>start the gateway, until a client could read its WSDL over HTTPS;
 * <li>start the client, until its shell knows the tunnel;
 * <li>enrol the client at the gateway, until its profile is written;
 * <li>connect the client with the profile, until the first ping through the tunnel is answered;
 * <li>open a page of the internet by name, through the client's full tunnel, from the question for the address, which the gateway answers, until the page is whole;
 * <li>TCP up and down;
 * <li>ping, a packet every 10 ms; after TCP, because code that the JVM has just begun to run is several times slower;
 * <li>idle: polls and CPU of both sides while nothing is sent, and their memory.
 * </ol>
 * Used by one thread.
 */
public final class Demo {

    private static final int PINGS = 300;
    private static final int PING_INTERVAL_MILLIS = 10;
    private static final int TCP_WARM_SECONDS = 3;
    private static final int TCP_SECONDS = 5;

    private final Pair pair;
    private final Duration idle;
    private final Progress progress;
    private final Report<DemoFigure> report = new Report<>(DemoFigure.class);

    /**
     * @param pair configured, not started; in a network with an internet
     * @param idle how long polls and CPU are counted
     */
    public Demo(Pair pair, Duration idle, Progress progress) {
        this.pair = pair;
        this.idle = idle;
        this.progress = progress;
    }

    /** Runs all steps and leaves both nodes running. @throws LabException if one fails; the message says why */
    public Report<DemoFigure> run() throws LabException, InterruptedException {
        progress.step("start the gateway", this::startGateway);
        progress.step("start the client", this::startClient);
        progress.step("enrol " + Pair.CLIENT_ID, this::enrol);
        progress.step("connect with the profile", this::connect);
        progress.step("open " + Internet.PAGE + " through the tunnel", this::openPage);
        Throughput throughput = throughput();
        progress.step("TCP up, " + throughput.name(), () -> tcp(throughput, Direction.UP, DemoFigure.TCP_UP_MBPS));
        progress.step("TCP down, " + throughput.name(), () -> tcp(throughput, Direction.DOWN, DemoFigure.TCP_DOWN_MBPS));
        progress.step("ping " + Pair.GATEWAY_TUNNEL_ADDRESS + ", " + PINGS + " times", this::ping);
        progress.step("idle for " + idle.toSeconds() + " s", this::idle);
        return report;
    }

    private String startGateway() throws LabException, InterruptedException {
        long start = System.nanoTime();
        pair.gateway().start();
        pair.awaitService();
        report.put(DemoFigure.START_GATEWAY_S, millisSince(start) / 1000);
        pair.gateway().awaitRole();
        pair.gateway().require("vpn:status --check");
        return report.show(DemoFigure.START_GATEWAY_S);
    }

    private String startClient() throws LabException, InterruptedException {
        pair.client().folder().configure("com.softellect.vpn.surroundings", Map.of("routing", "full", "dns", "none")); // the resolver's file is the machine's
        long start = System.nanoTime();
        pair.client().start();
        pair.client().awaitRole();
        return DemoFigure.START_GATEWAY_S.show(millisSince(start) / 1000);
    }

    private String enrol() throws LabException, InterruptedException {
        pair.gateway().openShell();
        long start = System.nanoTime();
        pair.enrol();
        report.put(DemoFigure.ENROL_MS, millisSince(start));
        return report.show(DemoFigure.ENROL_MS);
    }

    private String connect() throws LabException, InterruptedException {
        pair.client().openShell();
        long start = System.nanoTime();
        pair.connect();
        PingResult first = pings().send(1);
        if (first.answered() == 0) {
            throw new LabException("the tunnel is up, but a ping to " + Pair.GATEWAY_TUNNEL_ADDRESS + " was not answered");
        }
        report.put(DemoFigure.CONNECT_MS, millisSince(start));
        return report.show(DemoFigure.CONNECT_MS);
    }

    private String openPage() throws LabException, InterruptedException {
        // First from the gateway's own machine: it shows that the internet is there, and the figure is not that of this program's first page.
        new Browser(pair.gateway().namespace(), Network.INTERNET_DNS_ADDRESS).open(Internet.PAGE);
        long start = System.nanoTime();
        Page page = new Browser(pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS).open(Internet.PAGE);
        report.put(DemoFigure.INTERNET_PAGE_MS, millisSince(start));
        if (!page.isOf(Internet.HOST, Network.GATEWAY_PUBLIC_ADDRESS)) {
            throw new LabException("not the page of " + Internet.HOST + " as the gateway gets it: " + page.text());
        }
        return report.show(DemoFigure.INTERNET_PAGE_MS);
    }

    private String ping() throws LabException, InterruptedException {
        PingResult result = pings().send(PINGS);
        if (result.answered() < PINGS) {
            throw new LabException("only " + result.answered() + " of " + PINGS + " pings were answered");
        }
        report.put(DemoFigure.PING_P50_MS, result.percentile(50));
        report.put(DemoFigure.PING_P99_MS, result.percentile(99));
        return "median " + report.show(DemoFigure.PING_P50_MS) + ", p99 " + report.show(DemoFigure.PING_P99_MS);
    }

    private String tcp(Throughput throughput, Direction direction, DemoFigure figure) throws LabException, InterruptedException {
        report.put(figure, throughput.megabitsPerSecond(direction));
        return report.show(figure);
    }

    private String idle() throws LabException, InterruptedException {
        IdleFigures figures = new IdleMeter(pair).measure(idle);
        report.put(DemoFigure.IDLE_POLLS_PER_S, figures.pollsPerSecond());
        report.put(DemoFigure.IDLE_CPU_GATEWAY_PERCENT, figures.gatewayCpuPercent());
        report.put(DemoFigure.IDLE_CPU_CLIENT_PERCENT, figures.clientCpuPercent());
        report.put(DemoFigure.RSS_GATEWAY_MB, figures.gatewayMegabytes());
        report.put(DemoFigure.RSS_CLIENT_MB, figures.clientMegabytes());
        return report.show(DemoFigure.IDLE_POLLS_PER_S).replace("per s", "polls per s") + ", CPU gateway "
                + report.show(DemoFigure.IDLE_CPU_GATEWAY_PERCENT) + ", client " + report.show(DemoFigure.IDLE_CPU_CLIENT_PERCENT);
    }

    private Ping pings() {
        return Ping.every(PING_INTERVAL_MILLIS, pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS);
    }

    private Throughput throughput() throws InterruptedException {
        return Throughput.between(pair.gateway().namespace(), pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS,
                TCP_WARM_SECONDS, TCP_SECONDS);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
