package com.softellect.vpn.dns.internal;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Message;

/** One question to one upstream and its answer, over a socket of its own, in bounded time. Ends once. Belongs to the loop. */
abstract class Exchange {

    /** How it ended. */
    enum End {
        /** With an answer that fits the question. */
        ANSWERED,
        /** The answer must be fetched over TCP: it was cut off, or could be forged. */
        OVER_TCP,
        /** With something that is no DNS message, from where the answer was to come. */
        UNREADABLE,
        /** Without one in time. */
        TIMED_OUT,
        /** Without one, by an error of the network. */
        FAILED
    }

    /** @see Result#ended */
    interface Result {

        /**
         * @param answer  null unless {@link End#ANSWERED}
         * @param millis  how long it took
         * @param problem in words, with {@link End#TIMED_OUT} and {@link End#FAILED}
         */
        void ended(End end, Message answer, long millis, String problem);
    }

    private final Loop loop;
    private final Result result;
    private final long beganNanos = System.nanoTime();
    private SelectableChannel channel;
    private Loop.Timer timer;
    private boolean over;

    Exchange(Loop loop, Result result) {
        this.loop = loop;
        this.result = result;
    }

    /** @param timeoutMillis when it ends in any case */
    final void begin(long timeoutMillis) {
        timer = loop.after(timeoutMillis, () -> end(End.TIMED_OUT, null, "no answer within " + timeoutMillis + " ms"));
        perform(this::open);
    }

    /** Opens the channel, hands it to {@link #use}, and sends the question if that is possible already. */
    abstract void open() throws IOException;

    /** The channel is ready. */
    abstract void proceed() throws IOException;

    final void use(SelectableChannel opened, int operations) throws IOException {
        channel = opened;
        loop.register(opened, operations, () -> perform(this::proceed));
    }

    final void await(int operations) {
        loop.await(channel, operations);
    }

    final boolean isOver() {
        return over;
    }

    private void perform(Step step) {
        try {
            step.perform();
        } catch (PortUnreachableException e) {
            end(End.FAILED, null, "nobody answers at that port");
        } catch (IOException | RuntimeException e) { // of the latter, addresses of a kind that this machine does not have
            end(End.FAILED, null, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    final void end(End end, Message answer, String problem) {
        if (over) {
            return;
        }
        over = true;
        loop.cancel(timer);
        loop.close(channel);
        result.ended(end, answer, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos), problem);
    }

    private interface Step {

        void perform() throws IOException;
    }
}
