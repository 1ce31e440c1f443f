package com.softellect.vpn.store.internal;

import com.softellect.vpn.api.policy.Usage;
import com.softellect.vpn.api.policy.UsageStore;
import com.softellect.vpn.credential.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * What clients have used of their quotas, in one file beside theirs, written whole or not at all. One gateway owns it. Thread-safe: one call at a time.
 */
@Component(configurationPid = StoreSettings.PID, immediate = true)
public final class FileUsageStore implements UsageStore {

    private static final String NAME = "quota-usage";

    /** Longer than any period: what began before is over. */
    private static final Duration LONGEST = Duration.ofDays(40);

    private final Path file;
    private final InstantSource clock;

    /** @throws IllegalArgumentException if a setting can't be used; the message names the key */
    @Activate
    public FileUsageStore(StoreSettings settings) {
        this(FileClientStore.folder(settings.folder()), InstantSource.system());
    }

    FileUsageStore(Path folder, InstantSource clock) {
        this.file = folder.resolve(NAME);
        this.clock = clock;
    }

    @Override
    public synchronized List<Usage> all() throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        try {
            return UsageFormat.read(SecretFile.read(file, UsageFormat.MAX_BYTES));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage() + "; correct it, or remove it to count from 0", e);
        }
    }

    @Override
    public synchronized void add(Collection<Usage> more) throws IOException {
        Instant tooOld = clock.instant().minus(LONGEST);
        Map<String, Usage> all = new TreeMap<>();
        all().stream().filter(usage -> usage.since().isAfter(tooOld)).forEach(usage -> all.put(usage.clientId(), usage));
        more.forEach(usage -> all.merge(usage.clientId(), usage, FileUsageStore::sum));
        SecretFile.write(file, UsageFormat.write(all.values()));
    }

    private static Usage sum(Usage before, Usage more) {
        return before.since().equals(more.since()) ? new Usage(more.clientId(), more.since(), before.bytes() + more.bytes()) : more;
    }
}
