package com.softellect.vpn.itests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;

/** Runs commands in the container's shell, each in a session of its own. Runs in the container. */
final class Shell {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_MILLIS = 50;

    private final SessionFactory sessions;

    Shell(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** @return what the command printed */
    String run(String command) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            Subject.doAs(administrator(), (PrivilegedExceptionAction<Void>) () -> execute(command, out));
        } catch (PrivilegedActionException e) {
            throw e.getException();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Void execute(String command, PrintStream out) throws Exception {
        Session session = sessions.create(new ByteArrayInputStream(new byte[0]), out, out);
        try {
            session.execute(command);
        } finally {
            session.close();
        }
        return null;
    }

    /** Without these roles Karaf does not find commands that change something. */
    private static Subject administrator() {
        Subject subject = new Subject();
        for (String role : new String[] {"admin", "manager", "viewer", "systembundles"}) {
            subject.getPrincipals().add(new RolePrincipal(role));
        }
        return subject;
    }

    /** Runs the command until it does not fail and prints all of what is expected. @return what it printed */
    String await(String command, String... expected) throws Exception {
        return eventually(() -> {
            String printed = run(command);
            for (String part : expected) {
                if (!printed.contains(part)) {
                    throw new AssertionError(command + " does not print '" + part + "' but:\n" + printed);
                }
            }
            return printed;
        });
    }

    /** Tries until it succeeds, for at most 30 s; then fails as the last try did. */
    static <T> T eventually(Callable<T> attempt) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (true) {
            try {
                return attempt.call();
            } catch (Exception | AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
