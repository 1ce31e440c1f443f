package com.softellect.vpn.handover.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values as bytes: a letter for the type, then the value. Stateless. */
final class ValueCodec {

    private ValueCodec() {
    }

    /** @throws IllegalArgumentException if it is of a type that does not outlive a process */
    static void write(DataOutputStream out, Object value) throws IOException {
        if (value == null) {
            out.writeByte('0');
        } else if (value instanceof String text) {
            out.writeByte('s');
            bytes(out, text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] array) {
            out.writeByte('b');
            bytes(out, array);
        } else if (value instanceof Long number) {
            out.writeByte('l');
            out.writeLong(number);
        } else if (value instanceof Integer number) {
            out.writeByte('i');
            out.writeInt(number);
        } else if (value instanceof Boolean truth) {
            out.writeByte('t');
            out.writeBoolean(truth);
        } else if (value instanceof Instant moment) {
            out.writeByte('m');
            out.writeLong(moment.toEpochMilli());
        } else {
            collection(out, value);
        }
    }

    private static void collection(DataOutputStream out, Object value) throws IOException {
        if (value instanceof List<?> list) {
            out.writeByte('[');
            out.writeInt(list.size());
            for (Object one : list) {
                write(out, one);
            }
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte('{');
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                write(out, entry.getKey());
                write(out, entry.getValue());
            }
        } else {
            throw new IllegalArgumentException(value.getClass().getName() + " does not outlive a process");
        }
    }

    private static void bytes(DataOutputStream out, byte[] array) throws IOException {
        out.writeInt(array.length);
        out.write(array);
    }

    /** @throws IOException if what comes is no map with names */
    static Map<String, Object> readMap(DataInputStream in) throws IOException {
        if (read(in) instanceof Map<?, ?> map) {
            Map<String, Object> named = new HashMap<>();
            map.forEach((key, value) -> named.put((String) key, value));
            return named;
        }
        throw new IOException("this is no map");
    }

    private static Object read(DataInputStream in) throws IOException {
        int type = in.readByte();
        return switch (type) {
            case '0' -> null;
            case 's' -> new String(bytes(in), StandardCharsets.UTF_8);
            case 'b' -> bytes(in);
            case 'l' -> in.readLong();
            case 'i' -> in.readInt();
            case 't' -> in.readBoolean();
            case 'm' -> Instant.ofEpochMilli(in.readLong());
            case '[' -> list(in);
            case '{' -> map(in);
            default -> throw new IOException("there is no type " + type);
        };
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static List<Object> list(DataInputStream in) throws IOException {
        List<Object> list = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            list.add(read(in));
        }
        return list;
    }

    private static Map<Object, Object> map(DataInputStream in) throws IOException {
        Map<Object, Object> map = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            map.put(read(in), read(in));
        }
        return map;
    }
}
