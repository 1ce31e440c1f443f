package com.softellect.vpn.lab.udp;

import com.softellect.vpn.lab.LabException;

/**
 * Finds the highest rate that a way carries with less than 1 % of loss:
 * <ol>
 * <li>a flood tells about where it is;
 * <li>from there up until one fails, or down until one passes;
 * <li>between the two, by halves.
 * </ol>
 * What passes by luck counts, so the figure is that of the way's better moments.
 */
public final class RateSearch {

    private static final double UP = 1.25;
    private static final double DOWN = 0.75;
    private static final int STEPS = 8;
    private static final int HALVES = 3;
    private static final double SLOWEST = 100;

    private final Trial trial;

    /** Offers a rate. */
    public interface Trial {

        /** @param rate datagrams a second; 0: as many as possible */
        UdpResult offer(double rate) throws LabException, InterruptedException;
    }

    public RateSearch(Trial trial) {
        this.trial = trial;
    }

    /** @return datagrams a second that arrived at the highest rate that passed; 0 if none did */
    public double find() throws LabException, InterruptedException {
        UdpResult flood = trial.offer(0);
        double best = flood.passes() ? flood.receivedPerSecond() : 0;
        double passed = 0;
        double failed = 0;
        double rate = Math.max(flood.receivedPerSecond(), SLOWEST);
        for (int step = 0; step < STEPS && (passed == 0 || failed == 0); step++) {
            UdpResult result = trial.offer(rate);
            if (result.passes()) {
                best = Math.max(best, result.receivedPerSecond());
                passed = rate;
                rate *= UP;
            } else {
                failed = rate;
                rate *= DOWN;
            }
        }
        for (int half = 0; half < HALVES && passed > 0 && failed > 0; half++) {
            double middle = (passed + failed) / 2;
            UdpResult result = trial.offer(middle);
            if (result.passes()) {
                best = Math.max(best, result.receivedPerSecond());
                passed = middle;
            } else {
                failed = middle;
            }
        }
        return best;
    }
}
