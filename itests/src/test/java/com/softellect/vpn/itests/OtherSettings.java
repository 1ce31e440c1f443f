package com.softellect.vpn.itests;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** For each setting of the product another value than a container of these tests has, with which a client that is connected stays connected, or comes back. */
final class OtherSettings {

    private static final String PREFIX = "com.softellect.vpn.";

    private static final String VALUES = """
            clients.failuresPerMinute = 11
            clients.strangersPerSecond = 30
            clients.dynamicAddresses = 10.66.77.100-10.66.77.199
            clients.leaseMinutes = 61
            dns.enabled = false
            dns.listen = 10.66.77.1
            dns.port = 5353
            dns.upstreams = 127.0.0.1:5
            dns.upstreamTimeoutMillis = 1000
            dns.randomCase = false
            dns.cacheAnswers = 10
            dns.cacheBytes = 100000
            dns.cacheMaxSeconds = 60
            dns.cacheMaxNegativeSeconds = 60
            dns.queriesPerSecond = 10
            dns.queriesAtATime = 10
            dns.zone = lan
            dns.zoneSeenBy = all
            egress.mode = none
            egress.interfaces = eth9
            egress.mssClamp = false
            egress.keepAtEnd = true
            endpoint.maxBatchPackets = 400
            endpoint.maxBatchBytes = 500000
            endpoint.maxPolls = 2
            endpoint.maxSends = 2
            endpoint.messageSeconds = 10
            endpoint.shortWay = false
            endpoint.superPackets = false
            endpoint.pushRoutes = 10.20.0.0/16
            endpoint.pushDns = 192.0.2.53
            endpoint.pushDomains = corp.example
            https.address = localhost
            https.publicNames = vpn.example.org
            https.certificate = ${etc}/vpn/gateway.crt
            https.key = ${etc}/vpn/gateway.key
            https.backupPins = sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
            https.tls12 = true
            https.requestSeconds = 21
            https.maxConnections = 9000
            registry.network = 10.66.77.1/23
            registry.mtu = 1400
            registry.idleSeconds = 61
            registry.maxSessions = 10
            registry.queuePackets = 100
            registry.queueBytes = 100000
            registry.queueFlows = 16
            registry.queueTargetMillis = 6
            registry.queueIntervalMillis = 110
            router.adapterName = vpn9
            router.offload = false
            router.refusalsPerSecond = 9
            store.folder = ${etc}/vpn/clients
            translator.ports = 20000-20999
            translator.address = 192.0.2.7
            translator.maxFlows = 100
            translator.maxClientFlows = 50
            translator.udpFiltering = endpoint-independent
            translator.tcpSeconds = 300
            translator.tcpTransitorySeconds = 20
            translator.udpSeconds = 20
            translator.dnsSeconds = 20
            translator.icmpSeconds = 20
            tunnel.profile = ${etc}/vpn/profile.vpnprofile
            tunnel.clientKey = vpn/other.key
            tunnel.connectFolder = drop
            tunnel.autoConnect = true
            tunnel.tls12 = true
            tunnel.adapterName = vpnc9
            tunnel.offload = false
            tunnel.maxPolls = 3
            tunnel.maxSends = 3
            tunnel.queuePackets = 100
            tunnel.queueBytes = 100000
            tunnel.queueFlows = 16
            tunnel.queueTargetMillis = 6
            tunnel.queueIntervalMillis = 110
            tunnel.connectTimeoutMillis = 4000
            tunnel.callTimeoutMillis = 9000
            """;

    /** Those that lead away from this container: another path or port than in the client's profile, a real adapter, the machine's own routes, a proxy. */
    private static final Set<String> ELSEWHERE = Set.of("endpoint.path", "https.port", "router.adapterType", "tunnel.adapterType", "tunnel.proxy",
            "surroundings.routing", "surroundings.routes", "surroundings.exclude", "surroundings.killSwitch", "surroundings.localNetworks", "surroundings.dns",
            "surroundings.findMtu", "interop.wintun.dll", "interop.wintun.ring.capacity");

    private final Path etc;

    OtherSettings(Path etc) {
        this.etc = etc;
    }

    /** The values by their settings, in the order of these. A setting is PID, without what all have in common, and key. */
    Map<String, String> values() {
        return VALUES.lines().map(line -> line.split(" = "))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].replace("${etc}", etc.toString()), (one, other) -> other, TreeMap::new));
    }

    /** All that the product has, if this class is complete: those above, and those that can't be changed here. */
    Set<String> all() {
        Set<String> all = new TreeSet<>(ELSEWHERE);
        all.addAll(values().keySet());
        return all;
    }

    /** The command that puts a setting back to what its file says now. */
    String putBack(String setting) throws IOException {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(etc.resolve(pid(setting) + ".cfg"))) {
            file.load(reader);
        }
        String before = file.getProperty(key(setting));
        return before == null ? "config:property-delete -p " + pid(setting) + " " + key(setting) : command(setting, before);
    }

    /** The command that sets it. */
    static String command(String setting, String value) {
        return "config:property-set -p " + pid(setting) + " " + key(setting) + " '" + value + "'";
    }

    private static String pid(String setting) {
        return PREFIX + setting.substring(0, setting.indexOf('.'));
    }

    private static String key(String setting) {
        return setting.substring(setting.indexOf('.') + 1);
    }
}
