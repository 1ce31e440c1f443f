package com.softellect.vpn.clients.internal;

import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Brings {@code etc/com.softellect.vpn.clients.cfg} to the address pool. A file that can't be used makes this component fail, which {@code vpn:status} shows, and
 * changes nothing. Immutable. Apart from the clients for the reason of {@link GuardSetup}.
 */
@Component(service = {}, configurationPid = ClientsSettings.PID, immediate = true)
public final class PoolSetup {

    private static final int MOST_MINUTES = 525_600;

    /** @throws IllegalArgumentException if a setting can't be used; the message names the key and what is right */
    @Activate
    public PoolSetup(ClientsSettings settings, @Reference Clients clients) {
        int minutes = settings.leaseMinutes();
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw invalid("leaseMinutes", minutes + " is outside 1 to " + MOST_MINUTES);
        }
        clients.lendFrom(range(settings.dynamicAddresses()), Duration.ofMinutes(minutes));
    }

    private static AddressRange range(String text) {
        try {
            return AddressRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid("dynamicAddresses", e.getMessage());
        }
    }

    private static IllegalArgumentException invalid(String key, String why) {
        return new IllegalArgumentException("etc/" + ClientsSettings.PID + ".cfg, key " + key + ": " + why);
    }
}
