package com.softellect.vpn.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** The assembly as it is delivered, without a role, and a role that is installed later, from the shell. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class InstallFromShellIT {

    private static final long TEST_MILLIS = 120_000;

    @Inject
    private SessionFactory sessions;

    @Inject
    private ServiceComponentRuntime runtime;

    @Inject
    private BundleContext context;

    @Configuration
    public static Option[] configuration() {
        return Assembly.named("install");
    }

    @Test(timeout = TEST_MILLIS)
    public void aRoleIsInstalledWithoutTouchingWhatRuns() throws Exception {
        Shell shell = new Shell(sessions);
        for (String command : List.of("vpn:status", "vpn:sessions", "vpn:client-list", "vpn:client-add a", "vpn:client-remove a", "vpn:connect",
                "vpn:disconnect", "vpn:counters", "vpn:identity")) {
            Exception failure = assertThrows(Exception.class, () -> shell.run(command));
            assertTrue(failure.getMessage(), failure.getMessage().contains("feature:install vpn-"));
        }
        Map<Bundle, BundleWiring> before = wirings();
        shell.run("feature:install vpn-gateway");
        shell.await("vpn:status --check", "(memory), receiving", "0 of 0 clients");
        shell.run("feature:install vpn-client");
        shell.await("vpn:status", "no profile: vpn:connect FILE");
        Path profile = new Enrolment(shell).add("alice");
        shell.await("vpn:connect " + profile, "CONNECTED");
        assertEquals(List.of(), new Components(runtime).idle());
        before.forEach((bundle, wiring) -> assertSame(bundle + " was refreshed", wiring, bundle.adapt(BundleWiring.class)));
    }

    private Map<Bundle, BundleWiring> wirings() {
        Map<Bundle, BundleWiring> wirings = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            wirings.put(bundle, bundle.adapt(BundleWiring.class));
        }
        return wirings;
    }
}
