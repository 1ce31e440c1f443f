package com.softellect.vpn.api.upgrade;

/**
 * A swap that was made or tried.
 *
 * @param layer       the bundle's short name, for example {@code registry}
 * @param from        the version before
 * @param to          the version that was to take its place
 * @param pauseMillis from the moment when the version before was stopped until all components that worked before worked again
 * @param queued      packets that waited in sessions' queues right after it
 * @param lost        packets that layers dropped meanwhile, for whatever reason has to do with a swap
 * @param kept        the sessions that went on
 * @param ended       the sessions that did not
 * @param refreshed   other bundles that were wired anew meanwhile
 * @param problem     why the version before was put back, in words; null if it was not
 */
public record Swap(String layer, String from, String to, long pauseMillis, long queued, long lost, int kept, int ended, int refreshed, String problem) {
}
