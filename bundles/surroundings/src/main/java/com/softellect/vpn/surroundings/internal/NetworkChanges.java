package com.softellect.vpn.surroundings.internal;

/** How this system tells of changes of its network: of interfaces, addresses and routes. What is so now is read, not what is said. */
@FunctionalInterface
interface NetworkChanges {

    /**
     * Begins.
     *
     * @param listener is called by a thread of that name, for each change
     * @return ends it, when it is run; then nobody is called any more
     */
    Runnable hear(String threadName, Runnable listener);
}
