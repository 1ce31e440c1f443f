package com.softellect.vpn.api.egress;

/**
 * @param mode    which way this is, as the settings name it: {@code kernel}, {@code translator}
 * @param chosen  whether the settings choose it
 * @param detail  what it does now, in words; null if it does nothing
 * @param problem why it does not do what it should, and what to do, in words; null if all is well
 */
public record EgressStatus(String mode, boolean chosen, String detail, String problem) {
}
