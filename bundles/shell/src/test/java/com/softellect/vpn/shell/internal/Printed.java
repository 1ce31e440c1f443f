package com.softellect.vpn.shell.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;

/** Runs commands as Karaf does: sets their fields, then runs them. */
final class Printed {

    private Printed() {
    }

    static String by(VpnCommand command, FakeContext context) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Services services = context.services(); PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            command.run(services, out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static <C> C with(C command, String field, Object value) throws ReflectiveOperationException {
        Field found = field(command.getClass(), field);
        found.setAccessible(true);
        found.set(command, value);
        return command;
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        try {
            return type.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            if (type.getSuperclass() == null) {
                throw e;
            }
            return field(type.getSuperclass(), name);
        }
    }
}
