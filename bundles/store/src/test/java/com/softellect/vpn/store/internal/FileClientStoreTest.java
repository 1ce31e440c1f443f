package com.softellect.vpn.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientStore;
import com.softellect.vpn.api.client.ClientStore.ConflictException;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.PortRange;
import com.softellect.vpn.api.policy.Protocol;
import com.softellect.vpn.api.policy.Quota;
import com.softellect.vpn.api.policy.Rule;
import com.softellect.vpn.credential.ClientKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FileClientStoreTest {

    private static final String KEY = ClientKey.generate().publicKey();
    private static final Instant CREATED = Instant.parse("2026-11-22T10:20:30.123456Z");

    @TempDir
    Path parent;

    private Path folder;
    private FileClientStore store;

    @BeforeEach
    void open() {
        folder = parent.resolve("vpn/clients");
        store = new FileClientStore(folder);
    }

    private static Client client(String id) {
        return new Client(id, KEY, Ipv4Network.parseAddress("10.66.77.2"), true, null, false, CREATED, 1);
    }

    private Path file(String id) {
        return folder.resolve(id + ".json");
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), content);
    }

    private String text(Client client) {
        return new String(ClientFormat.write(client), StandardCharsets.UTF_8);
    }

    @Test
    void aClientIsReadAsItWasWrittenAlsoByTheNextStore() throws Exception {
        Client alice = client("alice").withExpires(Instant.parse("2027-01-31T00:00:00Z")).withClientToClient(true).withEnabled(false);
        Client bob = client("Bob.2_x-y").withExpires(Instant.MAX);
        store.add(bob);
        store.add(alice);
        ClientStore next = new FileClientStore(folder);
        assertThat(next.all()).containsExactly(bob, alice);
        assertThat(next.find("alice")).contains(alice);
        assertThat(next.find("nobody")).isEmpty();
    }

    @Test
    void aFileIsForPeopleToReadAndForNobodyElse() throws Exception {
        store.add(client("alice").withExpires(Instant.parse("2027-01-31T00:00:00Z")));
        assertThat(Files.readString(file("alice"))).contains("\"client\" : \"alice\"", "\"publicKey\" : \"" + KEY + "\"",
                "\"address\" : \"10.66.77.2\"", "\"enabled\" : true", "\"expires\" : \"2027-01-31T00:00:00Z\"", "\"clientToClient\" : false",
                "\"created\" : \"2026-11-22T10:20:30.123456Z\"", "\"revision\" : 2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("alice")))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
    }

    @Test
    void aStoreWithoutItsFolderIsEmpty() throws Exception {
        assertThat(store.all()).isEmpty();
        assertThat(store.find("alice")).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void aStoreThatCanNotBeReadSaysSo() throws Exception {
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "a file where the folder should be");
        assertThatThrownBy(store::all).isInstanceOf(IOException.class);
    }

    @Test
    void anIdIsTakenOnce() throws Exception {
        store.add(client("alice"));
        assertThatThrownBy(() -> store.add(client("alice").withEnabled(false))).isInstanceOf(ConflictException.class)
                .hasMessage("there is a client 'alice' already");
        assertThat(store.find("alice")).contains(client("alice"));
    }

    @Test
    void idsThatDifferInCaseOnlyDoNotMeetInOneFile() throws Exception {
        store.add(client("alice"));
        assertThatThrownBy(() -> store.add(client("Alice"))).isInstanceOf(ConflictException.class).hasMessageContaining("'alice'")
                .hasMessageContaining("upper and lower case");
        assertThat(store.find("Alice")).isEmpty();
        assertThatThrownBy(() -> store.remove(client("Alice"))).isInstanceOf(ConflictException.class);
        assertThat(store.all()).containsExactly(client("alice"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"con", "NUL", "aux.1", "com1"})
    void namesOfDevicesAreNoFiles(String id) {
        assertThatThrownBy(() -> store.add(client(id))).isInstanceOf(IOException.class).hasMessageContaining("take another id");
    }

    @Test
    void aChangeReplacesTheRevisionBefore() throws Exception {
        store.add(client("alice"));
        store.replace(client("alice").withEnabled(false));
        assertThat(store.all()).containsExactly(client("alice").withEnabled(false));
    }

    @Test
    void aChangeOfWhatWasChangedMeanwhileIsRefused() throws Exception {
        store.add(client("alice"));
        Client disabled = client("alice").withEnabled(false);
        store.replace(disabled);
        assertThatThrownBy(() -> store.replace(client("alice").withClientToClient(true))).isInstanceOf(ConflictException.class)
                .hasMessageContaining("revision 2");
        assertThatThrownBy(() -> store.replace(disabled.withEnabled(true).withEnabled(false))).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> store.remove(client("alice"))).isInstanceOf(ConflictException.class);
        assertThat(store.all()).containsExactly(disabled);
    }

    @Test
    void aPolicyIsKeptAndAFileWithoutOneRestrictsNothing() throws Exception {
        Client alice = client("alice");
        store.add(alice);
        assertThat(Files.readString(file("alice"))).doesNotContain("allow");
        assertThat(store.find("alice").orElseThrow().policy()).isEqualTo(Policy.OPEN);
        alice = alice.withPolicy(Policy.OPEN.withAllowed(List.of(Rule.parse("10.0.0.0/8"), Rule.parse("192.0.2.7:tcp:443,8000-8100")))
                .withUpLimit(20_000_000).withDownLimit(Policy.MAX_LIMIT).withQuota(new Quota(50_000_000_000L, Quota.Period.MONTH)));
        store.replace(alice);
        assertThat(store.find("alice")).contains(alice);
        alice = alice.withPolicy(Policy.OPEN.withAllowed(List.of()));
        store.replace(alice);
        assertThat(store.find("alice")).contains(alice);
    }

    /** The longest that there can be. */
    @Test
    void asManyRulesAsThereMayBeFitIntoAFile() throws Exception {
        Rule long1 = new Rule(0xC0A8FF80, 25, Protocol.TCP, IntStream.range(0, Rule.MAX_PORT_RANGES).mapToObj(i -> new PortRange(10_000 + i, 60_000)).toList());
        Client alice = client("alice").withPolicy(Policy.OPEN.withAllowed(Collections.nCopies(Policy.MAX_RULES, long1)));
        store.add(alice);
        assertThat(store.find("alice")).contains(alice);
    }

    @Test
    void aClientWithoutAnAddressOfItsOwnIsKeptAsOne() throws Exception {
        Client alice = new Client("alice", KEY, Client.NO_ADDRESS, true, null, false, CREATED, 1);
        store.add(alice);
        assertThat(Files.readString(file("alice"))).contains("\"dynamic\"");
        assertThat(store.find("alice")).contains(alice);
    }

    @Test
    void aChangeDoesNotHitAnotherClientOfTheSameId() throws Exception {
        Client first = client("alice");
        store.add(first);
        store.remove(first);
        Client second = new Client("alice", KEY, first.address(), true, null, false, CREATED.plusSeconds(1), 1);
        store.add(second);
        assertThatThrownBy(() -> store.replace(first.withEnabled(false))).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> store.remove(first)).isInstanceOf(ConflictException.class);
        assertThat(store.all()).containsExactly(second);
    }

    @Test
    void whatIsNotThereCanNotBeChangedOrRemoved() throws Exception {
        assertThatThrownBy(() -> store.replace(client("alice").withEnabled(false))).isInstanceOf(ConflictException.class)
                .hasMessageContaining("not there any more");
        store.add(client("alice"));
        store.remove(client("alice"));
        assertThat(file("alice")).doesNotExist();
        assertThatThrownBy(() -> store.remove(client("alice"))).isInstanceOf(ConflictException.class);
    }

    @Test
    void whatACrashLeftBehindIsNoClient() throws Exception {
        store.add(client("alice"));
        write(".alice.json123456789.tmp", text(client("alice").withEnabled(false)).substring(0, 50));
        write(".bob.json", text(client("bob")));
        write("bob.json.orig", text(client("bob")));
        assertThat(store.all()).containsExactly(client("alice"));
        store.replace(client("alice").withEnabled(false));
        assertThat(store.all()).containsExactly(client("alice").withEnabled(false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ^^                                    | ^^                               | no whole JSON object
            ,                                     | ^^                               | no whole JSON object
            }                                     | ^^                               | no whole JSON object
            }                                     | } {                              | something after its end
            "version" : 1                         | "version" : 2                    | a newer gateway wrote it
            "version" : 1                         | "version" : "1"                  | version is not a whole number
            softellect-vpn-client                 | softellect-vpn-profile           | its format
            "bob"                                 | "alice"                          | belongs into alice.json
            "bob"                                 | "../bob"                         | not usable
            "bob"                                 | 7                                | client is not a text
            10.66.77.2                            | 10.66.77.256                     | over 255
            "enabled" : true                      | "enabled" : "true"               | enabled is not true or false
            "enabled" : true                      | "enabled" : true, "enabled" : true | no whole JSON object
            "enabled" : true                      | "enabled" : true, "expire" : "2020-01-01T00:00:00Z" | not know: [expire]
            "enabled" : true                      | "enabled" : true, "expires" : "tomorrow" | expires is no time
            "enabled" : true                      | "enabled" : true, "expires" : null | expires is not a text
            "revision" : 1                        | "revision" : 0                   | below 1
            "revision" : 1                        | "revision" : 1.5                 | not a whole number
            "revision" : 1                        | "revision" : 99999999999999999999 | not a whole number
            "enabled" : true                      | "enabled" : true, "allow" : "10.0.0.0/8" | allow is not a list of texts
            "enabled" : true                      | "enabled" : true, "allow" : [8]  | allow is not a list of texts
            "enabled" : true                      | "enabled" : true, "allow" : ["10.0.0.1/8"] | no rule
            "enabled" : true                      | "enabled" : true, "allow" : null | allow is not a list
            "enabled" : true                      | "enabled" : true, "limitUp" : 7999 | outside 8000
            "enabled" : true                      | "enabled" : true, "limitDown" : "20M" | limitDown is not a whole number
            "enabled" : true                      | "enabled" : true, "quotaBytes" : 5 | quotaPeriod is missing
            "enabled" : true                      | "enabled" : true, "quotaBytes" : 5, "quotaPeriod" : "year" | no period
            "clientToClient" : false,             | ^^                               | clientToClient is missing
            "publicKey" : "                       | "publicKey" : "x                 | no public key
            """)
    void aFileWithAMistakeIsLeftOutAndKept(String right, String wrong, String mistake) throws Exception {
        String broken = right.isEmpty() ? "" : text(client("bob")).replace(right, wrong);
        write("bob.json", broken);
        store.add(client("alice"));
        assertThat(store.all()).containsExactly(client("alice"));
        assertThatThrownBy(() -> store.find("bob")).isInstanceOf(IOException.class).hasMessageContaining("bob.json").hasMessageContaining(mistake);
        assertThatThrownBy(() -> store.add(client("bob"))).isInstanceOf(ConflictException.class).hasMessageContaining(mistake);
        assertThatThrownBy(() -> store.replace(client("bob").withEnabled(false))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.remove(client("bob"))).isInstanceOf(IOException.class);
        assertThat(file("bob")).hasContent(broken);
    }

    @Test
    void bytesThatAreNoTextAreAMistakeLikeAnyOther() throws Exception {
        Files.createDirectories(folder);
        byte[][] all = {{0, 0, (byte) 0xff, (byte) 0xfe}, {(byte) 0xff, (byte) 0xfe, 0, 0, 1}, {0, 0, 0, 0x7b, 1, 1, 1, 1}, new byte[ClientFormat.MAX_BYTES + 1],
                "[".repeat(5000).getBytes(StandardCharsets.US_ASCII), "[1]".getBytes(StandardCharsets.US_ASCII), "1".getBytes(StandardCharsets.US_ASCII)};
        for (byte[] bytes : all) {
            Files.write(file("bob"), bytes);
            assertThat(store.all()).isEmpty();
            assertThatThrownBy(() -> store.find("bob")).isInstanceOf(IOException.class).hasMessageContaining("bob.json");
        }
    }

    @Test
    void ofManyChangesOfOneRevisionExactlyOneIsMade() throws Exception {
        store.add(client("alice"));
        Client before = client("alice");
        for (int round = 0; round < 20; round++) {
            List<Client> wanted = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                wanted.add(before.withExpires(CREATED.plusSeconds(i)));
            }
            List<Client> made = atOnce(wanted);
            assertThat(made).hasSize(1);
            assertThat(store.find("alice")).contains(made.get(0));
            before = made.get(0);
        }
    }

    private List<Client> atOnce(List<Client> wanted) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(wanted.size());
        try {
            CyclicBarrier start = new CyclicBarrier(wanted.size());
            List<Callable<Client>> changes = wanted.stream().<Callable<Client>>map(next -> () -> {
                start.await();
                try {
                    store.replace(next);
                    return next;
                } catch (ConflictException e) {
                    return null;
                }
            }).toList();
            List<Client> made = new ArrayList<>();
            for (Future<Client> change : threads.invokeAll(changes)) {
                if (change.get() != null) {
                    made.add(change.get());
                }
            }
            return made;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aThousandClientsAreKept() throws Exception {
        for (int i = 0; i < 1000; i++) {
            store.add(client("client-" + i));
        }
        store.remove(client("client-500"));
        List<Client> all = new FileClientStore(folder).all();
        assertThat(all).hasSize(999).extracting(Client::id).isSorted().doesNotContain("client-500");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(999);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "vpn\0clients"})
    void aFolderThatIsNoneIsAnErrorThatNamesTheKey(String folder) {
        StoreSettings settings = new StoreSettings() {
            @Override
            public String folder() {
                return folder;
            }

            @Override
            public Class<StoreSettings> annotationType() {
                return StoreSettings.class;
            }
        };
        assertThatThrownBy(() -> new FileClientStore(settings)).hasMessageContaining("etc/com.softellect.vpn.store.cfg, key folder");
    }
}
