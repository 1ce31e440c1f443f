package com.softellect.vpn.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.OptionUtils.combine;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFileExtend;

import com.softellect.vpn.api.upgrade.Upgrade;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.After;
import org.junit.Before;
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

/** Layers that are replaced with {@code vpn:upgrade} in the built assembly, while a client is connected. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class UpgradeIT {

    private static final long TEST_MILLIS = 240_000;
    private static final String ALICE = "alice";

    /** Layers that packets pass, or that have threads of their own. */
    private static final List<String> DATA_PATH = List.of("interop", "registry", "router", "dns", "endpoint", "tunnel");
    private static final int MANY = 50;
    private static final int SOME = 5;

    private static final long SETTLING_MILLIS = 300;

    /** Less than any leaked object of consequence, such as a component with what hangs on it. In bytes. */
    private static final long HEAP_OF_SWAP = 50_000;

    @Inject
    private SessionFactory sessions;

    @Inject
    private BundleContext context;

    private Shell shell;

    @Configuration
    public static Option[] configuration() {
        return combine(Assembly.named("upgrade"),
                editConfigurationFileExtend("etc/org.apache.karaf.features.cfg", "featuresBoot", "vpn-gateway, vpn-client"));
    }

    @Before
    public void connect() throws Exception {
        shell = new Shell(sessions);
        shell.await("vpn:client-list");
        if (!shell.run("vpn:client-list --no-format").contains(ALICE)) {
            Path profile = new Enrolment(shell).add(ALICE, "--address", "10.66.77.2");
            shell.await("vpn:connect --no-wait " + profile, "not needed any more: delete it");
            Files.delete(profile);
        }
        shell.await("vpn:connect --timeout 20", "CONNECTED");
        shell.await("vpn:status --check", "1 of 1 clients");
    }

    @After
    public void everythingWorks() throws Exception {
        shell.await("vpn:status --check", "CONNECTED");
    }

    private static Path jar(String layer) {
        return Path.of(System.getProperty(Assembly.BUNDLES), layer + ".jar");
    }

    private Bundle bundle(String layer) {
        return Stream.of(context.getBundles()).filter(one -> ("com.softellect.vpn." + layer).equals(one.getSymbolicName())).findFirst().orElseThrow();
    }

    private String version(String layer) {
        return bundle(layer).getVersion().toString();
    }

    private String session() throws Exception {
        return shell.run("vpn:sessions --no-format").lines().filter(row -> row.contains(ALICE)).map(row -> row.strip().split("\\s")[0]).findFirst()
                .orElseThrow();
    }

    /** All that this Karaf has, as it says itself. */
    private List<String> layers() {
        return context.getService(context.getServiceReference(Upgrade.class)).layers();
    }

    private String refused(String command) {
        return assertThrows(Exception.class, () -> shell.run(command)).getMessage();
    }

    @Test(timeout = TEST_MILLIS)
    public void everyLayerIsReplacedAndPutBackAndNobodyAuthenticatesAgain() throws Exception {
        List<String> layers = layers();
        assertTrue(layers.toString(), layers.containsAll(DATA_PATH));
        long errors = logged("| ERROR |");
        for (String layer : layers) {
            String session = session();
            String before = version(layer);
            String printed = shell.run("vpn:upgrade " + layer + " " + SecondBuild.of(jar(layer), "1.0.7", Map.of(), null, null));
            assertTrue(printed, printed.contains("1.0.7") && printed.contains("done"));
            assertEquals(layer, "1.0.7", version(layer));
            shell.await("vpn:status --check", "CONNECTED");
            assertEquals(layer, session, session());
            shell.await("vpn:rollback", "done");
            assertEquals(layer, before, version(layer));
            shell.await("vpn:status --check", "CONNECTED");
            assertEquals(layer, session, session());
            assertEquals(layer + ": errors in the log", errors, logged("| ERROR |"));
        }
    }

    @Test(timeout = TEST_MILLIS)
    public void theServiceStaysPublishedWhileALayerBehindItIsReplaced() throws Exception {
        long before = published();
        for (String layer : List.of("registry", "router", "clients")) {
            update(layer, SecondBuild.of(jar(layer), "1.0.2", Map.of(), null, null));
            shell.await("vpn:status --check", "CONNECTED");
        }
        assertEquals(before, published());
        update("endpoint", SecondBuild.of(jar("endpoint"), "1.0.2", Map.of(), null, null));
        shell.await("vpn:status --check", "CONNECTED");
        assertEquals(before + 1, published());
    }

    private static long published() throws IOException {
        return logged("endpoint published at CXF path");
    }

    /** How often it is in the log. */
    private static long logged(String words) throws IOException {
        return Files.readString(Path.of(System.getProperty("karaf.data"), "log", "karaf.log")).lines().filter(line -> line.contains(words)).count();
    }

    @Test(timeout = TEST_MILLIS)
    public void allLayersAreReplacedAndPutBackInOneGo() throws Exception {
        Path folder = Files.createTempDirectory("all-");
        for (String layer : List.of("interop", "registry", "router", "endpoint", "shell")) {
            Files.move(SecondBuild.of(jar(layer), "1.0.8", Map.of(), null, null), folder.resolve(layer + ".jar"));
        }
        String session = session();
        String plan = shell.run("vpn:upgrade all " + folder + " --dry-run");
        assertTrue(plan, plan.contains("registry") && plan.contains("1.0.8") && plan.contains("none"));
        String before = version("registry");
        shell.run("vpn:upgrade all " + folder);
        assertEquals("1.0.8", version("registry"));
        assertEquals("1.0.8", version("endpoint"));
        assertEquals(session, session());
        shell.await("vpn:rollback", "done");
        assertEquals(before, version("registry"));
        assertEquals(session, session());
    }

    @Test(timeout = TEST_MILLIS)
    public void aVersionThatDoesNotKnowTheStateIsRefusedBeforeTheOldOneIsLetGo() throws Exception {
        long modified = bundle("registry").getLastModified();
        Path jar = SecondBuild.of(jar("registry"), "1.0.9", Map.of("VPN-Handover-Takes", "99"), null, null);
        String message = refused("vpn:upgrade registry " + jar);
        assertTrue(message, message.contains("layout"));
        assertTrue(refused("vpn:upgrade registry " + jar + " --dry-run").contains("refused"));
        assertEquals(modified, bundle("registry").getLastModified());
    }

    @Test(timeout = TEST_MILLIS)
    public void aVersionWithAnotherLayoutOfItsStateTakesTheSessionsAndTheOneBeforeTakesThemBack() throws Exception {
        String session = session();
        String before = version("registry");
        Path next = SecondBuild.with(jar("registry"), "1.1.0", Map.of("VPN-Handover-Leaves", "3, 2", "VPN-Handover-Takes", "2, 3"), jar("next"));
        shell.run("vpn:upgrade registry " + next);
        assertEquals("1.1.0", version("registry"));
        assertEquals(session, session());
        shell.await("vpn:status --check", "CONNECTED");
        shell.await("vpn:rollback", "done");
        assertEquals(before, version("registry"));
        assertEquals(session, session());
        shell.await("vpn:status --check", "CONNECTED");
    }

    @Test(timeout = TEST_MILLIS)
    public void theWayBackIsRefusedWhereTheVersionBeforeWouldNotKnowTheLayout() throws Exception {
        Path next = SecondBuild.with(jar("registry"), "1.1.1", Map.of("VPN-Handover-Leaves", "3", "VPN-Handover-Takes", "2, 3"), jar("next"));
        String session = session();
        shell.run("vpn:upgrade registry " + next);
        String message = refused("vpn:rollback");
        assertTrue(message, message.contains("layout"));
        assertEquals("1.1.1", version("registry"));
        Path between = SecondBuild.with(jar("registry"), "1.1.2", Map.of("VPN-Handover-Leaves", "3, 2", "VPN-Handover-Takes", "2, 3"), jar("next"));
        shell.run("vpn:upgrade registry " + between);
        shell.run("vpn:upgrade registry " + jar("registry"));
        assertEquals(session, session());
    }

    @Test(timeout = TEST_MILLIS)
    public void aBundleThatOthersHangOnIsRefused() {
        for (String never : List.of("api", "contract", "handover", "facade")) {
            String message = refused("vpn:upgrade " + never + " 1.0.0");
            assertTrue(message, message.contains("restart"));
        }
        assertTrue(refused("vpn:upgrade nonsense 1.0.0").contains("no layer 'nonsense' here"));
    }

    @Test(timeout = TEST_MILLIS)
    public void aVersionThatNeedsWhatIsNotThereIsRefused() throws Exception {
        Path jar = SecondBuild.of(jar("router"), "1.0.9", Map.of("Import-Package", "org.example.missing;version=\"[1,2)\""), null, null);
        String message = refused("vpn:upgrade router " + jar);
        assertTrue(message, message.contains("org.example.missing"));
    }

    @Test(timeout = TEST_MILLIS)
    public void aVersionThatDoesNotStartIsPutBackWithTheReasonInWords() throws Exception {
        String session = session();
        String before = version("registry");
        Path broken = SecondBuild.of(jar("registry"), "1.0.9", Map.of(), "network", "netwurk"); // in the state that it reads, for example
        String message = refused("vpn:upgrade registry " + broken);
        assertTrue(message, message.contains("put back") && message.contains("is not an address with a prefix length"));
        assertEquals(before, version("registry"));
        shell.await("vpn:status --check", "CONNECTED");
        assertEquals(session, session());
    }

    @Test(timeout = TEST_MILLIS)
    public void aVersionThatIsKilledWhileItStartsIsNoLoss() throws Exception {
        String session = session();
        Bundle registry = bundle("registry");
        FutureTask<Void> upgrading = new FutureTask<>(() -> {
            registry.update(Files.newInputStream(SecondBuild.of(jar("registry"))));
            return null;
        });
        new Thread(upgrading, "test-update").start();
        for (int i = 0; i < 5; i++) {
            registry.stop();
            registry.start();
        }
        upgrading.get();
        registry.start();
        shell.await("vpn:status --check", "CONNECTED");
        assertEquals(session, session());
    }

    @Test(timeout = TEST_MILLIS)
    public void aJarThatIsDroppedIntoTheDeployFolderIsTakenInsteadOfTheOneThatRuns() throws Exception {
        ArtifactInstaller deployer = context.getService(context.getServiceReferences(ArtifactInstaller.class, "(service.ranking=100)").iterator().next());
        String session = session();
        Path jar = SecondBuild.of(jar("endpoint"), "1.0.10", Map.of(), null, null);
        assertTrue(deployer.canHandle(jar.toFile()));
        assertFalse("others are Karaf's", deployer.canHandle(jar("api").toFile()));
        deployer.install(jar.toFile());
        assertEquals("1.0.10", version("endpoint"));
        assertEquals(1, Stream.of(context.getBundles()).filter(one -> "com.softellect.vpn.endpoint".equals(one.getSymbolicName())).count());
        shell.await("vpn:status --check", "CONNECTED");
        assertEquals(session, session());
    }

    @Test(timeout = TEST_MILLIS)
    public void aKarThatIsDroppedIntoTheDeployFolderIsTakenInsteadOfWhatRuns() throws Exception {
        String session = session();
        Path kar = Files.createTempFile("layers-", ".kar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(kar))) {
            for (String layer : List.of("registry", "router")) {
                out.putNextEntry(new JarEntry("repository/com/softellect/vpn/" + layer + "/1.0.12/" + layer + "-1.0.12.jar"));
                Files.copy(SecondBuild.of(jar(layer), "1.0.12", Map.of(), null, null), out);
            }
        }
        Path dropped = Path.of(System.getProperty("karaf.base"), "deploy", "layers.kar");
        Files.createDirectories(dropped.getParent());
        Files.move(kar, dropped);
        try {
            Shell.eventually(() -> {
                assertEquals("1.0.12", version("registry"));
                assertEquals("1.0.12", version("router"));
                return null;
            });
            shell.await("vpn:status --check", "CONNECTED");
            assertEquals(session, session());
        } finally {
            Files.delete(dropped);
        }
    }

    @Test(timeout = TEST_MILLIS)
    public void karafsOwnUpdateOfABundleTakesTheSessionsToo() throws Exception {
        for (String layer : List.of("registry", "router", "endpoint", "tunnel")) {
            String session = session();
            Path jar = SecondBuild.of(jar(layer), "1.0.13", Map.of(), null, null);
            shell.run("bundle:update " + bundle(layer).getBundleId() + " " + jar.toUri());
            assertEquals("1.0.13", version(layer));
            shell.await("vpn:status --check", "CONNECTED");
            assertEquals(layer, session, session());
        }
    }

    @Test(timeout = TEST_MILLIS)
    public void whatKarafHasUpdatedIsPutBackByTheSameCommand() throws Exception {
        String session = session();
        String before = version("router");
        shell.run("bundle:update " + bundle("router").getBundleId() + " " + SecondBuild.of(jar("router"), "1.0.15", Map.of(), null, null).toUri());
        assertEquals("1.0.15", version("router"));
        Shell.eventually(() -> {
            assertTrue("it is in the audit log", Files.readString(AuditFile.path()).contains("1.0.15"));
            return null;
        });
        shell.await("vpn:rollback", "done");
        assertEquals(before, version("router"));
        assertEquals(session, session());
    }

    @Test(timeout = TEST_MILLIS)
    public void whatKarafHasUpdatedAndDoesNotStartIsPutBackWithTheReasonInWords() throws Exception {
        String session = session();
        String before = version("registry");
        Path broken = SecondBuild.of(jar("registry"), "1.0.16", Map.of(), "network", "netwurk"); // in the state that it reads
        shell.run("bundle:update " + bundle("registry").getBundleId() + " " + broken.toUri());
        Shell.eventually(() -> {
            assertEquals(before, version("registry"));
            return null;
        });
        shell.await("vpn:status --check", "CONNECTED");
        assertEquals(session, session());
        assertEquals("said in the log", 1, logged("registry 1.0.16 does not work, " + before + " is put back: "));
        Shell.eventually(() -> {
            String said = Files.readString(AuditFile.path()).lines().filter(line -> line.contains("1.0.16")).findFirst().orElseThrow();
            assertTrue(said, said.contains("is not an address with a prefix length"));
            return null;
        });
    }

    @Test(timeout = TEST_MILLIS)
    public void aNewVersionOfTheFeatureTakesTheSessionsToo() throws Exception {
        String session = session();
        shell.run("vpn:upgrade all " + System.getProperty(Assembly.BUNDLES)); // what the feature says is what is here
        Path product = Path.of(System.getProperty("karaf.home"), "system", "com", "softellect", "vpn");
        for (String layer : List.of("registry", "endpoint")) {
            Path folder = Files.createDirectories(product.resolve(layer).resolve("1.0.14"));
            Files.move(SecondBuild.of(jar(layer), "1.0.14", Map.of(), null, null), folder.resolve(layer + "-1.0.14.jar"));
        }
        Path features = Files.createTempFile("features-", ".xml");
        Files.writeString(features, Files.readString(product.resolve("features/1.0.0/features-1.0.0-features.xml"))
                .replaceAll("(mvn:com.softellect.vpn/(registry|endpoint)/)1.0.0", "$11.0.14")
                .replaceAll("(<feature name=\"vpn-gateway[^\"]*\" version=)\"1.0.0\"", "$1\"1.0.14\"")
                .replaceAll("version=\"1.0.0\">vpn-gateway", "version=\"1.0.14\">vpn-gateway"));
        shell.run("feature:repo-add " + features.toUri());
        shell.run("feature:install --upgrade --no-auto-refresh vpn-gateway/1.0.14");
        assertEquals("1.0.14", version("registry"));
        assertEquals("1.0.14", version("endpoint"));
        assertEquals(1, Stream.of(context.getBundles()).filter(one -> "com.softellect.vpn.registry".equals(one.getSymbolicName())).count());
        shell.await("vpn:status --check", "CONNECTED");
        assertEquals(session, session());
    }

    @Test(timeout = TEST_MILLIS)
    public void twoLayersAtOnceAreNoLoss() throws Exception {
        String session = session();
        List<FutureTask<Void>> swaps = new ArrayList<>();
        for (String layer : List.of("registry", "endpoint")) {
            Path jar = SecondBuild.of(jar(layer), "1.0.5", Map.of(), null, null);
            swaps.add(new FutureTask<>(() -> {
                bundle(layer).update(Files.newInputStream(jar));
                return null;
            }));
        }
        swaps.forEach(swap -> new Thread(swap, "test-swap").start());
        for (FutureTask<Void> swap : swaps) {
            swap.get();
        }
        shell.await("vpn:status --check", "CONNECTED");
        assertEquals(session, session());
    }

    @Test(timeout = 2 * TEST_MILLIS)
    public void afterManySwapsNothingOfTheOldVersionsIsLeft() throws Exception {
        for (String layer : context.getService(context.getServiceReference(Upgrade.class)).layers()) {
            nothingIsLeftOf(layer, DATA_PATH.contains(layer) ? MANY : SOME);
        }
    }

    private void nothingIsLeftOf(String layer, int swaps) throws Exception {
        String session = session();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        Map<String, Long> descriptors = settledDescriptors();
        long heap = usedHeap();
        Path[] jars = {SecondBuild.of(jar(layer), "1.0.3", Map.of(), null, null), SecondBuild.of(jar(layer), "1.0.4", Map.of(), null, null)};
        update(layer, jars[1]); // Karaf's log keeps what other tests had the version before throw
        for (int i = 0; i < swaps; i++) {
            loaders.add(new WeakReference<>(bundle(layer).adapt(BundleWiring.class).getClassLoader()));
            update(layer, jars[i % 2]);
        }
        shell.await("vpn:status --check", "CONNECTED");
        assertEquals(layer, session, session());
        Shell.eventually(() -> {
            System.gc();
            List<Integer> alive = IntStream.range(0, swaps).filter(i -> loaders.get(i).get() != null).boxed().toList();
            assertEquals(layer + ": class loaders of old versions that are alive", List.of(), alive);
            assertEquals(layer + ": open descriptors", descriptors, descriptors());
            long more = usedHeap() - heap;
            assertTrue(layer + ": the heap has grown by " + more + " bytes", more < swaps * HEAP_OF_SWAP);
            return null;
        });
        assertEquals(layer, 1, threads(layer));
    }

    /** What is open when no more is closed: pipes of programs that have ended are with the collection after it. */
    private static Map<String, Long> settledDescriptors() throws IOException, InterruptedException {
        Map<String, Long> before;
        Map<String, Long> now = descriptors();
        do {
            before = now;
            System.gc();
            TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
            now = descriptors();
        } while (!now.equals(before));
        return now;
    }

    /**
     * How many descriptors of each kind this process has open: devices, events, files that are not there any more. Not sockets, of which there are as many
     * as calls are in flight; nor the framework's jars, which it opens and closes as it likes, but for those of old versions.
     */
    private static Map<String, Long> descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(UpgradeIT::target).filter(target -> !target.startsWith("socket:") && !target.endsWith(".jar") && !target.endsWith("/fd"))
                    .map(target -> target.endsWith(" (deleted)") ? "deleted" : target.startsWith("/") ? "file" : target.replaceAll("\\d", ""))
                    .collect(Collectors.groupingBy(target -> target, TreeMap::new, Collectors.counting()));
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "socket: closed meanwhile";
        }
    }

    private void update(String layer, Path jar) throws Exception {
        bundle(layer).update(Files.newInputStream(jar));
        assertEquals(Bundle.ACTIVE, bundle(layer).getState());
    }

    /** How many data planes there are: each has one loop on its adapter; and of the resolver, how many of its one thread. */
    private static int threads(String layer) throws InterruptedException {
        String name = Map.of("tunnel", "vpn-tunnel-outbound", "dns", "vpn-dns-loop").getOrDefault(layer, "vpn-router-inbound");
        for (int i = 0; i < 100; i++) {
            if (Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(name)).count() == 1) {
                return 1;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return (int) Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(name)).count();
    }

    @Test(timeout = TEST_MILLIS)
    public void whatWasUpgradedIsInTheAuditLog() throws Exception {
        shell.run("vpn:upgrade router " + SecondBuild.of(jar("router"), "1.0.6", Map.of(), null, null));
        shell.await("vpn:rollback", "done");
        String audit = Files.readString(AuditFile.path());
        assertTrue(audit, audit.contains("layer.upgrade") && audit.contains("layer.rollback"));
    }

    @Test(timeout = TEST_MILLIS)
    public void withoutAnUpgradeThereIsNothingNewToTake() throws Exception {
        String plan = shell.run("vpn:upgrade registry --dry-run");
        assertTrue(plan, plan.contains("registry"));
        assertFalse(plan, plan.contains("Refused because: "));
    }
}
