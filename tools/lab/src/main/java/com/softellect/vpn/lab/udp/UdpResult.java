package com.softellect.vpn.lab.udp;

/**
 * What became of a {@link UdpLoad}.
 *
 * @param sent     datagrams that the sender's kernel took
 * @param received of these, in time
 * @param seconds  that they were sent in
 */
public record UdpResult(long sent, long received, double seconds) {

    private static final double LOSS_LIMIT = 0.01;

    /** The share that did not arrive, 0 to 1; 1 if nothing was sent. */
    public double loss() {
        return sent == 0 ? 1 : 1 - (double) received / sent;
    }

    /** Below 1 %. */
    public boolean passes() {
        return loss() < LOSS_LIMIT;
    }

    public double receivedPerSecond() {
        return received / seconds;
    }
}
