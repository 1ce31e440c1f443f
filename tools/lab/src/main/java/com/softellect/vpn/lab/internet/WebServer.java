package com.softellect.vpn.lab.internet;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Namespace;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A web server whose one page tells the caller which name it was asked for and by which address. A thread of its own serves; any thread may close it. */
final class WebServer implements AutoCloseable {

    private static final int PORT = 80;

    private final HttpServer server;

    private WebServer(HttpServer server) {
        this.server = server;
    }

    static WebServer start(Namespace namespace, String address) throws LabException, InterruptedException {
        try {
            HttpServer server = namespace.call(() -> HttpServer.create(new InetSocketAddress(address, PORT), 0));
            server.createContext("/", WebServer::answer);
            server.start();
            return new WebServer(server);
        } catch (InterruptedException | LabException e) {
            throw e;
        } catch (Exception e) {
            throw new LabException("cannot start the web server: " + e, e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String caller = exchange.getRemoteAddress().getAddress().getHostAddress();
        String page = "<!DOCTYPE html>\n<title>The internet</title>\n<p>This is " + exchange.getRequestHeaders().getFirst("Host") + ".\n<p>You are " + caller
                + ".\n";
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
