package com.softellect.vpn.clients.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Brings {@code etc/com.softellect.vpn.clients.cfg} to the guard. A file that can't be used makes this component fail, which {@code vpn:status}
 * shows, and changes nothing. Immutable.
 *
 * <p>Apart from the guard since the component runtime (Felix SCR 2.2.6) does not start again what depends on a component that failed and then was
 * modified.
 */
@Component(service = {}, configurationPid = ClientsSettings.PID, immediate = true)
@Designate(ocd = ClientsSettings.class)
public final class GuardSetup {

    /** @throws IllegalArgumentException if a setting is out of its range; the message names the key and the range */
    @Activate
    public GuardSetup(ClientsSettings settings, @Reference Guard guard) {
        guard.limit(inRange("failuresPerMinute", settings.failuresPerMinute(), 1000), inRange("strangersPerSecond", settings.strangersPerSecond(), 10_000));
    }

    private static int inRange(String key, int value, int highest) {
        if (value < 1 || value > highest) {
            throw new IllegalArgumentException("etc/" + ClientsSettings.PID + ".cfg, key " + key + ": " + value + " is outside 1 to " + highest);
        }
        return value;
    }
}
