package com.softellect.vpn.api.surroundings;

/** Is told of the real network, below the tunnel. */
@FunctionalInterface
public interface NetworkListener {

    /**
     * The gateway can be reached another way than before, or again. Called by a thread that must not be held up.
     *
     * @param other whether it is another way: connections over the one before are lost
     */
    void wayChanged(boolean other);
}
