package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.PushedSettings;
import com.softellect.vpn.contract.AuthenticateResponse;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What clients are told of the networks behind this gateway. Immutable.
 *
 * @param settings    as they were checked
 * @param ownResolver whether the gateway's own address is the DNS server, asked anew for each client
 */
record Pushed(PushedSettings settings, BooleanSupplier ownResolver) {

    private static final String AUTO = "auto";

    /**
     * @param resolverAnswers whether this gateway answers questions for names
     * @throws IllegalArgumentException if a setting can't be used; the message names the key, the file and what is right
     */
    static Pushed of(EndpointSettings settings, BooleanSupplier resolverAnswers) {
        boolean auto = settings.pushDns() != null && settings.pushDns().trim().equals(AUTO);
        PushedSettings routes = check("pushRoutes", settings.pushRoutes(),
                entries -> new PushedSettings(entries.stream().map(Ipv4Network::parse).toList(), List.of(), List.of()));
        PushedSettings servers = check("pushDns", auto ? "" : settings.pushDns(), entries -> new PushedSettings(List.of(), entries, List.of()));
        PushedSettings domains = check("pushDomains", settings.pushDomains(), entries -> new PushedSettings(List.of(), List.of(), entries));
        return new Pushed(new PushedSettings(routes.routes(), servers.dnsServers(), domains.dnsDomains()), auto ? resolverAnswers : () -> false);
    }

    private static PushedSettings check(String key, String value, Function<List<String>, PushedSettings> check) {
        try {
            return check.apply(Arrays.stream((value == null ? "" : value).split(",")).map(String::trim).filter(entry -> !entry.isEmpty()).toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("etc/" + EndpointSettings.PID + ".cfg, key " + key + ": " + e.getMessage(), e);
        }
    }

    AuthenticateResponse in(AuthenticateResponse answer) {
        List<String> servers = ownResolver.getAsBoolean() ? List.of(answer.getGatewayAddress()) : settings.dnsServers();
        return answer.withPushed(settings.routes().stream().map(Ipv4Network::toString).toList(), servers, settings.dnsDomains());
    }
}
