package com.softellect.vpn.api.session;

/** A poll that is parked on a session. */
@FunctionalInterface
public interface ParkedPoll {

    /**
     * Takes the poll off the session. When this returns true its wake action has not run and will not run.
     *
     * @return false if it was woken already
     */
    boolean unpark();
}
