package com.softellect.vpn.surroundings.internal;

/** A library of Windows. All that goes in and comes out of the functions used here are numbers: addresses and handles are longs, all others ints. */
@FunctionalInterface
interface Dll {

    /**
     * Calls an exported function.
     *
     * @return what it returns; of a number of 32 bits only the lower half is valid
     */
    long call(String function, Object... arguments);
}
