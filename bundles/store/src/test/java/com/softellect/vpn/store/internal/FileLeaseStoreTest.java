package com.softellect.vpn.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.AddressLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FileLeaseStoreTest {

    private static final Instant LATER = Instant.parse("2026-12-01T00:00:00Z");

    @TempDir
    Path folder;

    private FileLeaseStore store() {
        return new FileLeaseStore(folder);
    }

    @Test
    void whatIsPutInComesOutInItsOrder() throws Exception {
        assertThat(store().all()).isEmpty();
        List<AddressLease> leases = List.of(new AddressLease("bob", 0x0A424D03, LATER), new AddressLease("al.ice_1-x", 0x0A424D02, LATER.plusNanos(5)));
        store().replace(leases);
        assertThat(store().all()).isEqualTo(leases);
        store().replace(List.of());
        assertThat(store().all()).isEmpty();
        assertThat(new FileClientStore(folder).all()).as("the file is no client").isEmpty();
    }

    @Test
    void aWholeNetworkFits() throws Exception {
        List<AddressLease> many = IntStream.range(0, 65_533).mapToObj(i -> new AddressLease("client-with-quite-a-long-name-" + i, i, LATER)).toList();
        store().replace(many);
        assertThat(store().all()).isEqualTo(many);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"format\":\"x\",\"version\":1,\"leases\":[]}", "{\"format\":\"softellect-vpn-leases\",\"version\":2,\"leases\":[]}",
        "{\"format\":\"softellect-vpn-leases\",\"version\":1,\"leases\":[\"alice\"]}",
        "{\"format\":\"softellect-vpn-leases\",\"version\":1,\"leases\":[\"alice 10.0.0.256 2026-12-01T00:00:00Z\"]}",
        "{\"format\":\"softellect-vpn-leases\",\"version\":1,\"leases\":[\"alice 10.0.0.2 tomorrow\"]}"})
    void aFileWithAMistakeIsNamed(String content) throws Exception {
        Files.writeString(folder.resolve("address-leases"), content);
        assertThatThrownBy(() -> store().all()).isInstanceOf(IOException.class).hasMessageContaining("address-leases");
    }
}
