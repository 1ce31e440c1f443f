package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.io.File;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the way of opening an adapter is said so that an operator can act, and nothing is left behind. */
@Timeout(60)
class LinuxOpenErrorsTunTest {

    private static final String DEVICE = "/dev/net/tun";
    private static final TunAdapterSettings SETTINGS =
            new TunAdapterSettings("vpntest1", Ipv4Network.parse("10.66.78.1/24"), 1400);

    private final LinuxTunAdapterProvider provider = new LinuxTunAdapterProvider();
    private List<String> descriptorsBefore;

    @BeforeAll
    static void onlyInAPrivateNamespace() {
        PrivateNamespace.assume();
    }

    @BeforeEach
    void rememberWhatIsOpen(@TempDir Path folder) throws Exception {
        provider.open(SETTINGS).close();
        Files.createFile(folder.resolve("first")); // with its first file the JDK opens a socket for itself
        descriptorsBefore = descriptors();
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        assertThat(NetworkInterface.getByName("vpntest1")).isNull();
        assertThat(descriptors()).isEqualTo(descriptorsBefore);
    }

    @Test
    void aMissingDeviceSaysHowToGetIt(@TempDir Path folder) {
        assertThatThrownBy(() -> new LinuxTunAdapterProvider(folder.resolve("tun").toString()).open(SETTINGS))
                .isInstanceOf(TunAdapterException.class).hasMessageContaining("modprobe tun").hasMessageContaining("mknod");
    }

    @Test
    void aFileThatIsNoTunDeviceIsNamed(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("tun"));
        assertThatThrownBy(() -> new LinuxTunAdapterProvider(file.toString()).open(SETTINGS))
                .isInstanceOf(TunAdapterException.class).hasMessageContaining(file.toString());
    }

    @Test
    void withoutCapNetAdminTheMessageNamesIt() throws Exception {
        assertThat(withoutCapabilities("-net_admin", DEVICE))
                .contains("no permission to create the adapter vpntest1", "CAP_NET_ADMIN", "root", "setcap", "unshare");
    }

    /** The trap: an ordinary user in namespaces of his own may do all that an adapter needs, but not lengthen its queue. */
    @Test
    void inAUserNamespaceAnAdapterIsOpenedToo() throws Exception {
        List<String> unshare = List.of("unshare", "--user", "--map-root-user", "--net");
        assumeTrue(new ProcessBuilder(with(unshare, "true")).start().waitFor() == 0, "no user namespaces here");
        assertThat(opened(unshare, DEVICE)).isEqualToIgnoringWhitespace("opened");
    }

    @Test
    void aDeviceThatThisUserMayNotOpenIsNamed(@TempDir Path folder) throws Exception {
        Path device = Files.createFile(folder.resolve("tun"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        assertThat(withoutCapabilities("-net_admin,-dac_override,-dac_read_search", device.toString()))
                .contains("no permission to open " + device, "CAP_NET_ADMIN");
    }

    @Test
    void aNameInUseByAnotherAdapterIsRefused() throws Exception {
        TunAdapterSettings sameName = new TunAdapterSettings("vpntest1", Ipv4Network.parse("10.66.79.1/24"), 1400);
        try (TunAdapter first = provider.open(SETTINGS)) {
            assertThatThrownBy(() -> provider.open(sameName)).isInstanceOf(TunAdapterException.class)
                    .hasMessageContaining("name vpntest1 is already in use").hasMessageContaining("choose another");
            assertThat(NetworkInterface.getByName("vpntest1").getInterfaceAddresses()).anySatisfy(
                    one -> assertThat(one.getAddress().getHostAddress()).isEqualTo("10.66.78.1"));
            assertThat(first.readWaitHandle()).isPresent();
        }
    }

    @Test
    void aNameInUseByAnotherKindOfInterfaceIsRefused() {
        assertThatThrownBy(() -> provider.open(new TunAdapterSettings("lo", SETTINGS.network(), 1400)))
                .isInstanceOf(TunAdapterException.class).hasMessageContaining("name lo is already in use");
    }

    @Test
    void aPersistentAdapterOfSomeoneElseIsNotTakenOver() throws Exception {
        run("ip", "tuntap", "add", "dev", "vpntest1", "mode", "tun");
        try {
            assertThatThrownBy(() -> provider.open(SETTINGS))
                    .isInstanceOf(TunAdapterException.class).hasMessageContaining("ip link delete vpntest1");
        } finally {
            run("ip", "link", "delete", "vpntest1");
        }
    }

    @Test
    void anAddressOfAnotherInterfaceIsRefusedAndItsOwnerNamed() throws Exception {
        TunAdapterSettings sameAddress = new TunAdapterSettings("vpntest2", Ipv4Network.parse("10.66.78.1/16"), 1400);
        try (TunAdapter owner = provider.open(SETTINGS)) {
            assertThatThrownBy(() -> provider.open(sameAddress)).isInstanceOf(TunAdapterException.class)
                    .hasMessageContaining("10.66.78.1 already belongs to the network interface " + owner.settings().name());
        }
        assertThat(NetworkInterface.getByName("vpntest2")).isNull();
    }

    @Test
    void anAddressThatNoHostCanHaveIsRefused() {
        assertThatThrownBy(() -> provider.open(new TunAdapterSettings("vpntest1", Ipv4Network.parse("224.0.0.5/24"), 1400)))
                .isInstanceOf(TunAdapterException.class).hasMessageContaining("224.0.0.5/24").hasMessageContaining("single host");
    }

    @Test
    void anMtuThatTheKernelRefusesIsNamed() throws Exception {
        try (TunAdapter adapter = provider.open(SETTINGS);
                InterfaceSetup setup = new InterfaceSetup(adapter.settings().name())) {
            assertThatThrownBy(() -> setup.mtu(70_000)).isInstanceOf(TunAdapterException.class)
                    .hasMessageContaining("70000 bytes").hasMessageContaining("choose a smaller one");
        }
    }

    @Test
    void everyMtuThatSettingsAllowIsAccepted() throws Exception {
        for (int mtu : new int[] {TunAdapterSettings.MIN_MTU, TunAdapterSettings.MAX_MTU}) {
            try (TunAdapter adapter = provider.open(new TunAdapterSettings("vpntest1", SETTINGS.network(), mtu))) {
                assertThat(NetworkInterface.getByName(adapter.settings().name()).getMTU()).isEqualTo(mtu);
            }
        }
    }

    /** Runs {@link OpenWithoutPermission} as a process that can't get these capabilities. */
    private static String withoutCapabilities(String dropped, String device) throws Exception {
        return opened(List.of("setpriv", "--bounding-set", dropped, "--inh-caps", dropped), device);
    }

    /** Runs it so. */
    private static String opened(List<String> around, String device) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(with(around, System.getProperty("java.home") + "/bin/java", "-cp", classPath,
                OpenWithoutPermission.class.getName(), device))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static List<String> with(List<String> words, String... more) {
        return Stream.concat(words.stream(), Stream.of(more)).toList();
    }

    /** What the open descriptors of the kinds that opening an adapter makes lead to. */
    private static List<String> descriptors() {
        return Arrays.stream(new File("/proc/self/fd").listFiles()).map(LinuxOpenErrorsTunTest::target)
                .filter(target -> target.equals(DEVICE) || target.startsWith("socket:") || target.endsWith("[eventfd]"))
                .sorted().toList();
    }

    private static String target(File descriptor) {
        try {
            return Files.readSymbolicLink(descriptor.toPath()).toString();
        } catch (java.io.IOException e) {
            return ""; // closed since it was listed
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
