package com.softellect.vpn.https.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.audit.AuditLog;
import com.softellect.vpn.api.gateway.GatewayIdentity;
import com.softellect.vpn.facade.internal.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.server.handler.HandlerList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The components as the runtime calls them: settings, then the identity, then the door for each server that Pax Web makes. */
class ComponentsTest {

    private static final String PIN = "sha256/" + "A".repeat(43) + "=";

    @TempDir
    private Path folder;
    private final Services services = new Services();
    private Identity identity;

    @BeforeEach
    void makeIdentity() {
        identity = identity(Map.of());
    }

    private Identity identity(Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.putIfAbsent("certificate", folder.resolve("gateway.crt").toString());
        all.putIfAbsent("key", folder.resolve("gateway.key").toString());
        return new Identity(Settings.of(all), services.context());
    }

    @AfterEach
    void stop() {
        if (services.get(GatewayIdentity.class) != null) {
            identity.stop();
        }
    }

    @Test
    void theIdentityIsPublishedBeforeTheDoorAndGoesAfterIt() throws Exception {
        identity.start();
        GatewayIdentity published = services.get(GatewayIdentity.class);
        assertThat(published.pin()).startsWith("sha256/").isEqualTo(services.get(DoorPlan.class).identity().pin());
        assertThat(published.profilePins()).containsExactly(published.pin());
        assertThat(published.ownPins()).containsExactly(published.pin());
        assertThat(published.urls()).isNotEmpty();
        assertThat(published.notAfter()).isAfter(Clock.systemUTC().instant());
        identity.stop();
        assertThat(services.gone).containsExactly(DoorPlan.class, GatewayIdentity.class);
    }

    @Test
    void backupPinsAreForProfilesOnly() {
        identity = identity(Map.of("backupPins", " " + PIN + " ,"));
        identity.start();
        GatewayIdentity published = services.get(GatewayIdentity.class);
        assertThat(published.profilePins()).containsExactly(published.pin(), PIN);
        assertThat(published.ownPins()).containsExactly(published.pin());
    }

    @Test
    void whatCannotBeUsedIsSaidAndNothingIsPublished() throws Exception {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(Map.of("backupPins", "sha256/short"), Map.of("certificate", ""),
                Map.of("key", " "), Map.of("port", -1), Map.of("publicNames", "a b"))) {
            Identity unusable = identity(wrong);
            assertThatThrownBy(unusable::start).hasMessageContaining("etc/com.softellect.vpn.https.cfg, key " + wrong.keySet().iterator().next())
                    .hasNoCause();
        }
        Files.writeString(folder.resolve("gateway.crt"), "no certificate");
        assertThatThrownBy(identity::start).hasMessageContaining("gateway.key is not").hasMessageContaining("bundle:restart com.softellect.vpn.https")
                .hasNoCause();
        assertThat(services.get(GatewayIdentity.class)).isNull();
        assertThat(services.get(DoorPlan.class)).isNull();
    }

    @Test
    void aChangedCertificateIsWrittenToTheAuditLog() throws Exception {
        BlockingQueue<Map<String, ?>> events = new LinkedBlockingQueue<>();
        AuditLog log = (event, fields) -> {
            if (event.equals("gateway.certificate_changed")) {
                events.add(fields);
            }
        };
        identity.start();
        identity.bindAudit(log);
        Map<String, ?> event = eventOf(changeKey(), events);
        GatewayIdentity now = services.get(GatewayIdentity.class);
        assertThat(event).isEqualTo(Map.of("pin", now.pin(), "notAfter", now.notAfter().toString()));

        identity.unbindAudit(log);
        String before = now.pin();
        changeKey();
        while (now.pin().equals(before)) {
            Thread.sleep(1);
        }
        assertThat(events).isEmpty();
    }

    private static Map<String, ?> eventOf(KeyPair key, BlockingQueue<Map<String, ?>> events) throws InterruptedException {
        Map<String, ?> event = events.poll(Caller.PATIENCE, TimeUnit.MILLISECONDS);
        assertThat(event).as("an event for %s", key.getPublic()).isNotNull();
        return event;
    }

    private KeyPair changeKey() throws Exception {
        KeyPair pair = Pems.pair("EC", 256);
        Pems.write(folder.resolve("gateway.crt"), Pems.certificates(List.of(Pems.selfSigned(pair))));
        Pems.write(folder.resolve("gateway.key"), Pems.pkcs8(pair.getPrivate()));
        return pair;
    }

    @Test
    void everyServerThatIsMadeWithTheHandlerGetsTheDoor() throws Exception {
        WebServer handler = new WebServer(services.context());
        for (int i = 0; i < 2; i++) {
            Server server = new Server();
            server.setHandler(new HandlerList(handler, new Pages()));
            assertThat(services.get(Server.class)).as("before it is started").isNull();
            server.start();
            opensAndCloses(services.get(Server.class));
            server.stop();
            assertThat(services.get(Server.class)).as("when it is stopped").isNull();
            server.setHandler(null);
        }
    }

    private void opensAndCloses(Server server) throws Exception {
        OwnIdentity own = new OwnIdentity(new NewCertificate(Clock.systemUTC()).make(List.of("localhost")),
                PublicNames.of("localhost", Gateway.SETTINGS), List.of());
        Door door = new Door(new DoorPlan(Gateway.SETTINGS, own), server, new DoorCounters());
        door.start();
        int port = door.port();
        try (Caller caller = Caller.connect(port)) {
            for (String other : List.of("/", "/system/console", "/cxf", "/cxfx/vpn", "/cxf/../system/console", "/CXF/vpn")) {
                assertThat(caller.get(other)).as(other).startsWith("HTTP/1.1 404");
            }
            assertThat(caller.get("/cxf/vpn")).contains("200 OK").endsWith("served");
        }
        door.stop();
        assertThatThrownBy(() -> Caller.connect(port)).isInstanceOf(IOException.class);
    }

    /** Whatever else this Karaf serves. */
    private static final class Pages extends AbstractHandler {

        @Override
        public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response) throws IOException {
            base.setHandled(true);
            response.getWriter().print("served");
        }
    }
}
