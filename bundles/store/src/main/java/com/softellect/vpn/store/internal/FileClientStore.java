package com.softellect.vpn.store.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientStore;
import com.softellect.vpn.credential.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients in files: {@code ID.json} in one folder, mode 0600, each written whole or not at all. Of two ids that differ in upper and lower case
 * only the first is taken, on every file system, so that a folder can be moved to any other.
 *
 * <p>One gateway owns the folder. Thread-safe: one call at a time, which is what makes compare-and-set of it.
 */
@Component(configurationPid = StoreSettings.PID, immediate = true)
@Designate(ocd = StoreSettings.class)
public final class FileClientStore implements ClientStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileClientStore.class);
    private static final String ENDING = ".json";

    /** Names of devices, with any ending: Windows opens the device instead of a file. */
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

    private final Path folder;

    /** @throws IllegalArgumentException if a setting can't be used; the message names the key */
    @Activate
    public FileClientStore(StoreSettings settings) {
        this(folder(settings.folder()));
        LOG.info("clients are kept in {}", folder);
    }

    FileClientStore(Path folder) {
        this.folder = folder;
    }

    static Path folder(String setting) {
        try {
            if (!setting.isBlank()) {
                return Path.of(System.getProperty("karaf.etc", "etc")).resolve(setting.trim()).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            throw invalid(setting);
        }
        throw invalid(setting);
    }

    private static IllegalArgumentException invalid(String setting) {
        return new IllegalArgumentException("etc/" + StoreSettings.PID + ".cfg, key folder: '" + setting + "' is no folder like vpn/clients");
    }

    @Override
    public synchronized List<Client> all() throws IOException {
        List<Client> clients = new ArrayList<>();
        for (Path file : files()) {
            try {
                clients.add(read(file));
            } catch (IOException e) {
                LOG.error("a client is left out and can't connect: {}; correct the file or bring back a good copy, then: bundle:restart {}",
                        e.getMessage(), StoreSettings.PID);
            }
        }
        clients.sort(Comparator.comparing(Client::id));
        return clients;
    }

    @Override
    public synchronized Optional<Client> find(String clientId) throws IOException {
        for (Path file : files()) {
            if (name(file).equals(clientId + ENDING)) {
                return Optional.of(read(file));
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized void add(Client added) throws IOException, ConflictException {
        for (Path file : files()) {
            if (name(file).equalsIgnoreCase(added.id() + ENDING)) {
                throw new ConflictException(whatIsThere(file, added.id()));
            }
        }
        if (DEVICE.matcher(added.id()).matches()) {
            throw new IOException("'" + added.id() + "' is the name of a device on Windows, and no file can be called so: take another id");
        }
        write(added);
    }

    private static String whatIsThere(Path file, String wanted) {
        try {
            String id = read(file).id();
            return id.equals(wanted) ? "there is a client '" + id + "' already"
                    : "there is a client '" + id + "', and '" + wanted + "' differs from it in upper and lower case only: take another id";
        } catch (IOException e) {
            return "there is a client's file of that name already, but it can't be used: " + e.getMessage() + "; correct it or move it away, then: "
                    + "bundle:restart " + StoreSettings.PID;
        }
    }

    @Override
    public synchronized void replace(Client next) throws IOException, ConflictException {
        Client stored = stored(next.id());
        if (stored.revision() + 1 != next.revision() || !stored.created().equals(next.created())) {
            throw changed(stored);
        }
        write(next);
    }

    @Override
    public synchronized void remove(Client removed) throws IOException, ConflictException {
        Client stored = stored(removed.id());
        if (!stored.equals(removed)) {
            throw changed(stored);
        }
        SecretFile.delete(file(removed));
    }

    private Client stored(String clientId) throws IOException, ConflictException {
        return find(clientId).orElseThrow(() -> new ConflictException("client '" + clientId + "' is not there any more"));
    }

    private static ConflictException changed(Client stored) {
        return new ConflictException("client '" + stored.id() + "' was changed meanwhile: the store has its revision " + stored.revision());
    }

    private void write(Client client) throws IOException {
        SecretFile.write(file(client), ClientFormat.write(client));
    }

    private Path file(Client client) {
        return folder.resolve(client.id() + ENDING);
    }

    /** Names as on the disk, also where its case does not matter. Those that begin with a dot are files that were never finished. */
    private List<Path> files() throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> !name(file).startsWith(".") && name(file).toLowerCase(Locale.ROOT).endsWith(ENDING)).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** @throws IOException if it can't be read or is no client; the message names the file and the mistake */
    private static Client read(Path file) throws IOException {
        try {
            Client client = ClientFormat.read(SecretFile.read(file, ClientFormat.MAX_BYTES));
            if (!name(file).equals(client.id() + ENDING)) {
                throw new IllegalArgumentException("it holds client '" + client.id() + "', which belongs into " + client.id() + ENDING);
            }
            return client;
        } catch (IOException e) {
            throw new IOException(file + " can't be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
