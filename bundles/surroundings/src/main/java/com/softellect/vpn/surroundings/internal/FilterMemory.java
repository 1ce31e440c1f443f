package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.datapath.system.NativeBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Structures of the Windows Filtering Platform and what they point to, in one piece of memory. The layouts are those of {@code fwpmtypes.h} and {@code fwptypes.h} on
 * 64-bit Windows: pointers have 8 bytes and stand at multiples of 8. What is not written is 0.
 *
 * <p>Threads: one at a time.
 */
final class FilterMemory implements AutoCloseable {

    private static final int GUID_BYTES = 16;

    /** {@code FWPM_DISPLAY_DATA0}, in all of them after the key: name and description. */
    private static final int NAME = 16;
    private static final int DESCRIPTION = 24;

    /** {@code FWPM_SESSION0}. */
    private static final int SESSION_BYTES = 72;
    private static final int SESSION_TRANSACTION_WAIT = 36;

    /** {@code FWPM_SUBLAYER0}. */
    private static final int SUBLAYER_BYTES = 72;
    private static final int SUBLAYER_WEIGHT = 64;

    /** {@code FWPM_FILTER0}. */
    private static final int FILTER_BYTES = 200;
    private static final int FILTER_LAYER = 64;
    private static final int FILTER_SUBLAYER = 80;
    private static final int FILTER_WEIGHT = 96;
    private static final int FILTER_CONDITION_COUNT = 112;
    private static final int FILTER_CONDITIONS = 120;
    private static final int FILTER_ACTION = 128;

    /** {@code FWPM_FILTER_CONDITION0}. */
    private static final int CONDITION_BYTES = 40;
    private static final int CONDITION_MATCH = 16;
    private static final int CONDITION_VALUE = 24;

    /** {@code FWP_VALUE0}: a type, and a number or a pointer. */
    private static final int VALUE = 8;

    private static final int ACTION_BLOCK = 0x1001;
    private static final int ACTION_PERMIT = 0x1002;

    /** The longest value that a condition points to, with its padding. */
    private static final int VALUE_BYTES = 24;

    private final NativeBuffer memory;
    private final ByteBuffer bytes;
    private int used;

    private FilterMemory(int size) {
        memory = new NativeBuffer(size);
        bytes = memory.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A session whose transactions wait for another's for so long, in milliseconds. */
    static FilterMemory session(String name, int waitMillis) {
        FilterMemory session = new FilterMemory(SESSION_BYTES + textBytes(name));
        session.take(SESSION_BYTES);
        session.bytes.putLong(NAME, session.text(name)).putInt(SESSION_TRANSACTION_WAIT, waitMillis);
        return session;
    }

    /** A sublayer before all others: what it blocks nobody else lets through. */
    static FilterMemory subLayer(UUID key, String name) {
        FilterMemory subLayer = new FilterMemory(SUBLAYER_BYTES + textBytes(name));
        subLayer.take(SUBLAYER_BYTES);
        subLayer.guid(0, key);
        subLayer.bytes.putLong(NAME, subLayer.text(name)).putShort(SUBLAYER_WEIGHT, (short) -1);
        return subLayer;
    }

    static FilterMemory filter(UUID key, UUID subLayer, String name, Filter filter) {
        int count = filter.conditions().size();
        FilterMemory memory = new FilterMemory(FILTER_BYTES + textBytes(name) + textBytes(filter.description()) + count * (CONDITION_BYTES + VALUE_BYTES));
        memory.take(FILTER_BYTES);
        memory.guid(0, key);
        memory.guid(FILTER_LAYER, filter.layer().key());
        memory.guid(FILTER_SUBLAYER, subLayer);
        memory.bytes.putLong(NAME, memory.text(name)).putLong(DESCRIPTION, memory.text(filter.description()));
        memory.bytes.putInt(FILTER_WEIGHT, Condition.UINT8).put(FILTER_WEIGHT + VALUE, (byte) filter.weight());
        memory.bytes.putInt(FILTER_ACTION, filter.permits() ? ACTION_PERMIT : ACTION_BLOCK);
        int conditions = memory.take(count * CONDITION_BYTES);
        memory.bytes.putInt(FILTER_CONDITION_COUNT, count).putLong(FILTER_CONDITIONS, count == 0 ? 0 : memory.address(conditions));
        for (int i = 0; i < count; i++) {
            memory.condition(conditions + i * CONDITION_BYTES, filter.conditions().get(i));
        }
        return memory;
    }

    static FilterMemory key(UUID key) {
        FilterMemory memory = new FilterMemory(GUID_BYTES);
        memory.guid(0, key);
        return memory;
    }

    private void condition(int at, Condition condition) {
        guid(at, condition.field());
        bytes.putInt(at + CONDITION_MATCH, condition.match()).putInt(at + CONDITION_VALUE, condition.type())
                .putLong(at + CONDITION_VALUE + VALUE, condition.bytes() == null ? condition.number() : pointed(condition.bytes()));
    }

    /** The first three parts are numbers. */
    private void guid(int at, UUID key) {
        long high = key.getMostSignificantBits();
        bytes.putInt(at, (int) (high >>> Integer.SIZE)).putShort(at + 4, (short) (high >>> Short.SIZE)).putShort(at + 6, (short) high)
                .putLong(at + 8, Long.reverseBytes(key.getLeastSignificantBits()));
    }

    private long text(String text) {
        return pointed(WideText.of(text));
    }

    private static int textBytes(String text) {
        return (text.length() + 1) * Character.BYTES + Long.BYTES;
    }

    private long pointed(byte[] value) {
        int at = take(value.length);
        memory.put(at, value);
        return address(at);
    }

    private int take(int size) {
        int at = used;
        used += size + Long.BYTES - 1 & -Long.BYTES;
        return at;
    }

    private long address(int at) {
        return memory.address() + at;
    }

    /** Where the structure is, as the system counts. */
    long address() {
        return memory.address();
    }

    @Override
    public void close() {
        memory.close();
    }
}
