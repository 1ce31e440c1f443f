package com.softellect.vpn.https.internal;

import com.softellect.vpn.api.audit.AuditLog;
import com.softellect.vpn.api.gateway.GatewayIdentity;
import com.softellect.vpn.credential.Pin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings {@code etc/com.softellect.vpn.https.cfg} into force: loads the gateway's certificate, or makes it, publishes {@link GatewayIdentity} and
 * {@link DoorPlan}, and follows the certificate's files. The component itself offers no service, and its constructor does nothing: see
 * the class comment of the endpoint's Endpoint.
 */
@Component(service = {}, configurationPid = HttpsSettings.PID, immediate = true)
@Designate(ocd = HttpsSettings.class)
public final class Identity {

    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);

    private final HttpsSettings settings;
    private final BundleContext context;

    /** What {@link #start} published, for {@link #stop}; the component runtime calls them one after the other. */
    private final List<ServiceRegistration<?>> published = new ArrayList<>();

    /** Set by {@link #start}, used by {@link #stop}; null if this machine can't watch files. */
    private CertificateWatch watch;

    /** Published by {@link #bindAudit}, on a thread of the component runtime. */
    private volatile AuditLog audit;

    @Activate
    public Identity(HttpsSettings settings, BundleContext context) {
        this.settings = settings;
        this.context = context;
    }

    /**
     * @throws IllegalArgumentException if a setting can't be used; the message names the key
     * @throws IllegalStateException    if the certificate can't; the message says what to do
     */
    @Activate
    public void start() {
        DoorSettings doorSettings = DoorSettings.of(settings);
        PublicNames names = PublicNames.of(settings.publicNames(), doorSettings);
        List<String> backups = backupPins(settings.backupPins());
        IdentityFiles files = new IdentityFiles(file("certificate", settings.certificate()), file("key", settings.key()));
        OwnIdentity identity = new OwnIdentity(load(files, names), names, backups);
        identity.follow(this::record);
        watch = watch(files, identity);
        published.add(context.registerService(GatewayIdentity.class, identity, null));
        published.add(context.registerService(DoorPlan.class, new DoorPlan(doorSettings, identity), null));
    }

    private static GatewayCertificate load(IdentityFiles files, PublicNames names) {
        try {
            return files.loadOrMake(names.hosts());
        } catch (UnusableCertificateException e) {
            throw new IllegalStateException(e.getMessage() + "; then run bundle:restart com.softellect.vpn.https"); // no cause: the last one is shown
        }
    }

    private static List<String> backupPins(String setting) {
        List<String> pins = Arrays.stream(setting.split(",")).map(String::trim).filter(pin -> !pin.isEmpty()).toList();
        try {
            pins.forEach(Pin::hash);
        } catch (IllegalArgumentException e) {
            throw DoorSettings.wrong("backupPins", e.getMessage());
        }
        return pins;
    }

    private static Path file(String key, String name) {
        if (name.isBlank()) {
            throw DoorSettings.wrong(key, "is empty; it is the name of a PEM file");
        }
        return Path.of(System.getProperty("karaf.etc", "etc")).resolve(name.trim()).toAbsolutePath().normalize();
    }

    private static CertificateWatch watch(IdentityFiles files, OwnIdentity identity) {
        try {
            CertificateWatch watch = new CertificateWatch(files, identity);
            watch.start();
            return watch;
        } catch (IOException e) { // for example no more inotify instances for this user
            LOG.warn("{} and {} can't be watched ({}): when they change, run bundle:restart com.softellect.vpn.https", files.certificate(),
                    files.key(), e.getMessage());
            return null;
        }
    }

    private void record(GatewayCertificate certificate) {
        AuditLog log = audit;
        if (log != null) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("pin", certificate.pin());
            fields.put("notAfter", certificate.notAfter().toString());
            log.record("gateway.certificate_changed", fields);
        }
    }

    /** Dynamic: the identity does not go because the audit log is replaced. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public void bindAudit(AuditLog log) {
        audit = log;
    }

    public void unbindAudit(AuditLog log) {
        if (audit == log) {
            audit = null;
        }
    }

    /** The door first: it closes its port before the identity goes. */
    @Deactivate
    public void stop() {
        for (int i = published.size() - 1; i >= 0; i--) {
            published.get(i).unregister();
        }
        if (watch != null) {
            watch.close();
        }
    }
}
