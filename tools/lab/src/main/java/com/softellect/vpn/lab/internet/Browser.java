package com.softellect.vpn.lab.internet;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Namespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Opens pages by name, as somebody in a namespace does who has this resolver. Keeps nothing: each page is a lookup, a connection and a request. Immutable.
 *
 * @param from     where it runs
 * @param resolver the address of the DNS server that names are looked up at
 */
public record Browser(Namespace from, String resolver) {

    private static final int PORT = 80;
    private static final int LIMIT_MILLIS = 10_000;

    /**
     * The page with this URL, of the scheme http.
     *
     * @throws LabException if the name is not found or the page does not come; the message says which
     */
    public Page open(URI url) throws LabException, InterruptedException {
        try {
            return from.call(() -> Page.parse(get(addresses(url.getHost()).get(0), url)));
        } catch (InterruptedException | LabException e) {
            throw e;
        } catch (Exception e) {
            throw new LabException("no page " + url + ": " + e.getMessage(), e);
        }
    }

    /** All addresses of a name. @throws LabException if it has none, or nobody says so */
    public List<String> addressesOf(String host) throws LabException, InterruptedException {
        try {
            return from.call(() -> addresses(host));
        } catch (InterruptedException | LabException e) {
            throw e;
        } catch (Exception e) {
            throw new LabException("no address of " + host + ": " + e.getMessage(), e);
        }
    }

    private List<String> addresses(String host) throws IOException {
        return new Lookup(resolver).addresses(host);
    }

    private static String get(String address, URI url) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, PORT), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            String request = "GET " + url.getRawPath() + " HTTP/1.0\r\nHost: " + url.getHost() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
