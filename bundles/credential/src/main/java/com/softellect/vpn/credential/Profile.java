package com.softellect.vpn.credential;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * The one file that a client needs to connect. Immutable; the bytes of the private key are the holder's to wipe.
 *
 * @param clientId       the client's id
 * @param gateways       the gateway's URLs, https, best first; at least one
 * @param pins           the gateway's keys, see {@link Pin}; at least one, any of which may be the one that it has
 * @param publicKey      the client's, see {@link PublicKeys}
 * @param privateKey     the client's, {@link ClientKey#SECRET_BYTES} bytes; null: the client has it already and it was never elsewhere
 * @param address        the client's tunnel address when this was issued, like 10.66.77.2; for people, null if not said
 * @param expires        when the client's time is over, as it was when this was issued; for people, null: never
 * @param clientToClient whether the client may reach others, as it was when this was issued; for people
 */
public record Profile(String clientId, List<String> gateways, List<String> pins, String publicKey, byte[] privateKey, String address,
        Instant expires, boolean clientToClient) {

    private static final int MAX_GATEWAYS = 16;

    /** So long that {@link #MAX_GATEWAYS} of them fit into {@link ProfileFormat#MAX_BYTES}. */
    private static final int MAX_URL_LENGTH = 512;

    /** @throws IllegalArgumentException if something is missing or unusable; the message says what */
    public Profile {
        check(clientId != null && clientId.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), "its client id '" + clientId + "' is not usable");
        check(gateways != null && !gateways.isEmpty() && gateways.size() <= MAX_GATEWAYS, "it names no gateway, or more than " + MAX_GATEWAYS);
        gateways.forEach(Profile::checkUrl);
        check(pins != null && !pins.isEmpty() && pins.size() <= MAX_GATEWAYS, "it has no pin of the gateway's key, or more than " + MAX_GATEWAYS);
        pins.forEach(Pin::hash);
        PublicKeys.parse(publicKey);
        check(privateKey == null || privateKey.length == ClientKey.SECRET_BYTES, "its private key is not " + ClientKey.SECRET_BYTES + " bytes");
        if (address != null) {
            Ipv4Network.parseAddress(address);
        }
        gateways = List.copyOf(gateways);
        pins = List.copyOf(pins);
    }

    private static void checkUrl(String url) {
        check(url != null && url.length() <= MAX_URL_LENGTH && isHttps(url),
                "its gateway '" + url + "' is no URL like https://vpn.example.org:8443/cxf/vpn, of up to " + MAX_URL_LENGTH + " characters of ASCII");
    }

    private static boolean isHttps(String url) {
        try {
            URI uri = URI.create(url);
            return url.chars().allMatch(c -> c < 128) && "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void check(boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** Without the private key. */
    @Override
    public String toString() {
        return "Profile[" + clientId + " at " + gateways + "]";
    }
}
