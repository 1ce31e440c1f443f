package com.softellect.vpn.api.upgrade;

import java.util.List;

/**
 * What a swap would do.
 *
 * @param layer     the bundle's short name, for example {@code registry}
 * @param from      the version that runs
 * @param to        the version that would take its place
 * @param refreshed the symbolic names of all bundles that would be wired anew, beside the one swapped; none of those of a layer
 * @param refusal   why it is not done, and what to do; null if nothing speaks against it
 */
public record PlannedSwap(String layer, String from, String to, List<String> refreshed, String refusal) {
}
