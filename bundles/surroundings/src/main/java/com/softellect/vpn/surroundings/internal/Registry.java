package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import com.softellect.vpn.datapath.system.NativeBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * The part of Windows's registry that is the machine's (HKEY_LOCAL_MACHINE), through {@code advapi32.dll}.
 *
 * <p>Threads: any.
 */
final class Registry {

    /** A handle that is there from the beginning: 0x80000002 with its sign. */
    private static final long LOCAL_MACHINE = 0xffff_ffff_8000_0002L;

    private static final int ERROR_FILE_NOT_FOUND = 2;
    private static final int KEY_READ = 0x20019;
    private static final int KEY_WRITE = 0x20006;
    private static final int STABLE = 0;

    /** In memory only: Windows forgets the key when it ends. */
    private static final int VOLATILE = 1;

    private static final int REG_SZ = 1;
    private static final int REG_DWORD = 4;
    private static final int REG_MULTI_SZ = 7;

    private final Dll advapi;

    Registry(Dll advapi) {
        this.advapi = advapi;
    }

    /** Whether there is such a key. */
    boolean has(String path) throws SurroundingsException {
        try (NativeBuffer text = WideText.memory(path); NativeBuffer key = new NativeBuffer(Long.BYTES)) {
            boolean found = found("RegOpenKeyExW", path, (int) advapi.call("RegOpenKeyExW", LOCAL_MACHINE, text.address(), 0, KEY_READ, key.address()));
            if (found) {
                advapi.call("RegCloseKey", key.bytes().getLong(0));
            }
            return found;
        }
    }

    /** Has a key there that is kept, for keys below it. */
    void keep(String path) throws SurroundingsException {
        create(path, STABLE, Map.of());
    }

    /**
     * Has a key there until Windows ends.
     *
     * @param values by name, put in that order; each a String, an Integer or a list of Strings
     */
    void put(String path, Map<String, Object> values) throws SurroundingsException {
        create(path, VOLATILE, values);
    }

    private void create(String path, int option, Map<String, Object> values) throws SurroundingsException {
        try (NativeBuffer text = WideText.memory(path); NativeBuffer result = new NativeBuffer(Long.BYTES)) {
            check("RegCreateKeyExW", path,
                    (int) advapi.call("RegCreateKeyExW", LOCAL_MACHINE, text.address(), 0, 0L, option, KEY_WRITE, 0L, result.address(), 0L));
            long key = result.bytes().getLong(0);
            try {
                for (Map.Entry<String, Object> value : values.entrySet()) {
                    check("RegSetValueExW", path + ", " + value.getKey(), set(key, value.getKey(), value.getValue()));
                }
            } finally {
                advapi.call("RegCloseKey", key);
            }
        }
    }

    private int set(long key, String name, Object value) {
        if (value instanceof Integer number) {
            return set(key, name, REG_DWORD, ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
        } else if (value instanceof List<?> texts) {
            StringBuilder all = new StringBuilder();
            texts.forEach(one -> all.append(one).append('\0'));
            return set(key, name, REG_MULTI_SZ, WideText.of(all.toString()));
        }
        return set(key, name, REG_SZ, WideText.of((String) value));
    }

    private int set(long key, String name, int type, byte[] value) {
        try (NativeBuffer text = WideText.memory(name); NativeBuffer data = new NativeBuffer(value.length)) {
            data.put(value);
            return (int) advapi.call("RegSetValueExW", key, text.address(), 0, type, data.address(), value.length);
        }
    }

    /**
     * Removes a key and its values.
     *
     * @return whether it was there
     */
    boolean remove(String path) throws SurroundingsException {
        try (NativeBuffer text = WideText.memory(path)) {
            return found("RegDeleteKeyW", path, (int) advapi.call("RegDeleteKeyW", LOCAL_MACHINE, text.address()));
        }
    }

    private static boolean found(String function, String path, int error) throws SurroundingsException {
        if (error != ERROR_FILE_NOT_FOUND) {
            check(function, path, error);
        }
        return error == 0;
    }

    private static void check(String function, String path, int error) throws SurroundingsException {
        if (error != 0) {
            throw WindowsErrors.failed("the registry key HKLM\\" + path + ": " + function, error);
        }
    }
}
