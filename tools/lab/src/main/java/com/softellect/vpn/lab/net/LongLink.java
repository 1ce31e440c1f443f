package com.softellect.vpn.lab.net;

import com.softellect.vpn.lab.LabException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A cable with a length: a card in each of two namespaces, and between them this process, which hands on each frame when its delay has passed, or loses it. It
 * stands in for the kernel's netem, which not every kernel has. Frames are of the cards' MTU: nothing is left to be cut, as on a plain network card.
 * Used by one thread; has two of its own.
 */
public final class LongLink {

    private static final int MAX_WAITING_FRAMES = 20_000;

    private final Device near;
    private final Device far;
    private final List<LinkDirection> directions;
    private final List<Thread> threads;

    private LongLink(Device near, Device far, Duration delay) {
        this.near = near;
        this.far = far;
        SplittableRandom seeds = new SplittableRandom(42); // the same fortune for everybody who is measured
        this.directions = List.of(new LinkDirection(near, far, delay.toNanos(), seeds.nextLong()),
                new LinkDirection(far, near, delay.toNanos(), seeds.nextLong()));
        this.threads = List.of(new Thread(directions.get(0), "lab-link-there"), new Thread(directions.get(1), "lab-link-back"));
    }

    /**
     * Makes both cards, without addresses, and begins to hand on frames.
     *
     * @param delay each way
     */
    static LongLink between(Namespace one, Namespace other, String card, Duration delay) throws LabException, InterruptedException {
        Device near = device(one, card);
        Device far = device(other, card);
        for (Namespace namespace : List.of(one, other)) {
            Command.of("ip", "-n", namespace.name(), "link", "set", card, "txqueuelen", Integer.toString(MAX_WAITING_FRAMES)).require();
        }
        LongLink link = new LongLink(near, far, delay);
        for (Thread thread : link.threads) {
            thread.setDaemon(true);
            thread.start();
        }
        return link;
    }

    /** @param share of the frames that are lost from now on, in each direction, each by its own chance, 0 to 1 */
    public void lose(double share) {
        directions.forEach(direction -> direction.lose(share));
    }

    /** Ends it, and both cards. */
    void end() throws InterruptedException {
        directions.forEach(LinkDirection::end);
        for (Thread thread : threads) {
            thread.join();
        }
        near.close();
        far.close();
    }

    private static Device device(Namespace namespace, String card) throws LabException, InterruptedException {
        try {
            return namespace.call(() -> Device.create(card));
        } catch (InterruptedException | LabException e) {
            throw e;
        } catch (Exception e) {
            throw new LabException("cannot make a long link: " + e.getMessage(), e);
        }
    }
}
