package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.PushedSettings;
import com.softellect.vpn.contract.AuthenticateResponse;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What clients are told of the networks behind this gateway. Immutable.
 *
 * @param settings as they were checked
 */
record Pushed(PushedSettings settings) {

    /** @throws IllegalArgumentException if a setting can't be used; the message names the key, the file and what is right */
    static Pushed of(EndpointSettings settings) {
        PushedSettings routes = check("pushRoutes", settings.pushRoutes(),
                entries -> new PushedSettings(entries.stream().map(Ipv4Network::parse).toList(), List.of(), List.of()));
        PushedSettings servers = check("pushDns", settings.pushDns(), entries -> new PushedSettings(List.of(), entries, List.of()));
        PushedSettings domains = check("pushDomains", settings.pushDomains(), entries -> new PushedSettings(List.of(), List.of(), entries));
        return new Pushed(new PushedSettings(routes.routes(), servers.dnsServers(), domains.dnsDomains()));
    }

    private static PushedSettings check(String key, String value, Function<List<String>, PushedSettings> check) {
        try {
            return check.apply(Arrays.stream((value == null ? "" : value).split(",")).map(String::trim).filter(entry -> !entry.isEmpty()).toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("etc/" + EndpointSettings.PID + ".cfg, key " + key + ": " + e.getMessage(), e);
        }
    }

    AuthenticateResponse in(AuthenticateResponse answer) {
        return answer.withPushed(settings.routes().stream().map(Ipv4Network::toString).toList(), settings.dnsServers(), settings.dnsDomains());
    }
}
