package com.softellect.vpn.endpoint.internal;

/** Tells who stands in front of the endpoint that calls can be served. */
@FunctionalInterface
interface Announcement {

    /**
     * Calls for that path are welcome from now on.
     *
     * @param path from the URL's root
     * @return what withdraws it: when that has run, no more calls come, and those that came have been served as far as they do not wait for
     *         anything
     */
    Runnable announce(String path);
}
