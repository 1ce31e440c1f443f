package com.softellect.vpn.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.ShellUtil;
import org.osgi.framework.BundleContext;

/**
 * A command: borrows services, writes to its session. Karaf makes a new object for each run and sets the fields before it, so
 * they can't be constructor parameters.
 */
abstract class VpnCommand implements Action {

    @Reference
    private BundleContext context;

    @Reference
    private Session session;

    @Override
    public final Object execute() throws Exception {
        try (Services services = new Services(context)) {
            run(services, session.getConsole());
        }
        return null; // a number would be the exit status over SSH
    }

    /** Who runs this, for the audit log: who logged in. The session's variable USER says so too, but whoever types can set it. */
    static String administrator() {
        String user = ShellUtil.getCurrentUserName();
        return user == null ? "local" : user;
    }

    /** Does it. Fails with {@link Failures#of}. */
    abstract void run(Services services, PrintStream out) throws Exception;
}
