package com.softellect.vpn.store.internal;

import com.softellect.vpn.api.client.AddressLease;
import com.softellect.vpn.api.client.LeaseStore;
import com.softellect.vpn.credential.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Which addresses are lent to whom, in one file beside those of the clients, written whole or not at all. One gateway owns it. Thread-safe: one call at a time. */
@Component(configurationPid = StoreSettings.PID, immediate = true)
public final class FileLeaseStore implements LeaseStore {

    private static final String NAME = "address-leases";

    private final Path file;

    /** @throws IllegalArgumentException if a setting can't be used; the message names the key */
    @Activate
    public FileLeaseStore(StoreSettings settings) {
        this(FileClientStore.folder(settings.folder()));
    }

    FileLeaseStore(Path folder) {
        this.file = folder.resolve(NAME);
    }

    @Override
    public synchronized List<AddressLease> all() throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        try {
            return LeaseFormat.read(SecretFile.read(file, LeaseFormat.MAX_BYTES));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void replace(List<AddressLease> leases) throws IOException {
        SecretFile.write(file, LeaseFormat.write(leases));
    }
}
