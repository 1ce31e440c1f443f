package com.softellect.vpn.lab.measure;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Command;
import com.softellect.vpn.lab.net.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The system's {@code ping}, from one namespace to an address. Immutable.
 *
 * @param from     where it runs
 * @param to       the address
 * @param intervalMillis between two packets, 2 or more; {@value #AT_ONCE} sends all at once
 * @param payload  bytes behind the headers of IPv4 (20) and ICMP (8); never fragmented
 */
public record Ping(Namespace from, String to, int intervalMillis, int payload) {

    private static final int AT_ONCE = 0;
    private static final int DEFAULT_PAYLOAD = 56;
    private static final int ANSWER_LIMIT_SECONDS = 2;

    public static Ping every(int intervalMillis, Namespace from, String to) {
        return new Ping(from, to, intervalMillis, DEFAULT_PAYLOAD);
    }

    public static Ping atOnce(Namespace from, String to) {
        return new Ping(from, to, AT_ONCE, DEFAULT_PAYLOAD);
    }

    public Ping withPayload(int bytes) {
        return new Ping(from, to, intervalMillis, bytes);
    }

    /** Sends so many, and waits until all are answered, two seconds at most. An answer that does not come is no error: the result tells. */
    public PingResult send(int count) throws LabException, InterruptedException {
        Command.Result result = command(count).run();
        if (!result.output().contains(" packets transmitted")) {
            throw new LabException("ping failed: " + result.output());
        }
        return PingResult.parse(count, result.output());
    }

    /**
     * With a deadline: without one {@code ping} waits after its last packet for two of the round trips that it saw only, and calls an answer that takes
     * longer lost. With one it goes on sending while answers are missing; the result leaves those packets out.
     */
    private Command command(int count) {
        List<String> words = new ArrayList<>(List.of("ping", "-n", "-M", "do", "-c", Integer.toString(count), "-s", Integer.toString(payload)));
        int sending = (int) Math.ceil(count * intervalMillis / 1000.0);
        words.addAll(List.of("-w", Integer.toString(sending + ANSWER_LIMIT_SECONDS)));
        if (intervalMillis == AT_ONCE) {
            words.addAll(List.of("-l", Integer.toString(count), "-i", Integer.toString(2 * ANSWER_LIMIT_SECONDS)));
        } else {
            words.addAll(List.of("-i", String.format(Locale.ROOT, "%.3f", intervalMillis / 1000.0)));
        }
        words.add(to);
        return new Command(from.inside(words));
    }
}
