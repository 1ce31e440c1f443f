package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Network;

/** What the settings say, checked. Stateless. */
final class Configured {

    private Configured() {
    }

    /**
     * @param descriptors the most that leases may take altogether
     * @throws IllegalArgumentException if a setting is out of its range; the message names the key and the range
     */
    static Limits limits(TranslatorSettings settings, int descriptors) {
        PortRange ports;
        int address;
        try {
            ports = PortRange.parse(settings.ports());
        } catch (IllegalArgumentException e) {
            throw invalid("ports", e.getMessage());
        }
        try {
            address = settings.address().isBlank() ? 0 : Ipv4Network.parseAddress(settings.address().trim());
        } catch (IllegalArgumentException e) {
            throw invalid("address", e.getMessage());
        }
        Filtering filtering;
        try {
            filtering = Filtering.parse(settings.udpFiltering());
        } catch (IllegalArgumentException e) {
            throw invalid("udpFiltering", e.getMessage());
        }
        Timeouts timeouts = new Timeouts(inRange("tcpSeconds", settings.tcpSeconds(), 240, 86_400),
                inRange("tcpTransitorySeconds", settings.tcpTransitorySeconds(), 10, 3600), inRange("udpSeconds", settings.udpSeconds(), 10, 86_400),
                inRange("dnsSeconds", settings.dnsSeconds(), 5, 86_400), inRange("icmpSeconds", settings.icmpSeconds(), 5, 86_400));
        return new Limits(ports, descriptors / 2, inRange("maxFlows", settings.maxFlows(), 1, 1_000_000),
                inRange("maxClientFlows", settings.maxClientFlows(), 1, 1_000_000), timeouts, filtering, address);
    }

    private static int inRange(String key, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw invalid(key, value + " is outside " + lowest + " to " + highest);
        }
        return value;
    }

    private static IllegalArgumentException invalid(String key, String why) {
        return new IllegalArgumentException("etc/" + TranslatorSettings.PID + ".cfg, key " + key + ": " + why);
    }
}
