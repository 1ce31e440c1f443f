package com.softellect.vpn.lab.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The other VPNs that are known here. Stateless. */
public final class Peers {

    private static final List<String> PLACES = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private Peers() {
    }

    public static List<Peer> at(Site site) {
        return List.of(new OpenVpn(site), new Ocserv(site), new SoftEther(site));
    }

    /** Whether all its programs are here. */
    public static boolean isInstalled(Peer peer) {
        return peer.programs().stream().allMatch(Peers::isThere);
    }

    private static boolean isThere(String program) {
        Stream<Path> places = program.startsWith("/") ? Stream.of(Path.of(program)) : PLACES.stream().map(place -> Path.of(place, program));
        return places.anyMatch(Files::isExecutable);
    }
}
