package com.softellect.vpn.lab.net;

import com.softellect.vpn.lab.LabException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a command is run inside mount, network and process namespaces of its own, so that the kernel removes all that it started
 * and set up when it ends, however it ends. As root these are plain namespaces; anybody else gets a user namespace around them.
 */
public final class Isolation {

    private static final List<String> AS_ROOT =
            List.of("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc");
    private static final List<String> AS_USER = with(AS_ROOT, List.of("--user", "--map-root-user"));

    private final List<String> prefix;

    private Isolation(List<String> prefix) {
        this.prefix = prefix;
    }

    /** @throws LabException if this machine lets this user have no namespaces; the message says what to change */
    public static Isolation find() throws LabException, InterruptedException {
        if (!Command.of("unshare", "--version").works()) {
            throw new LabException("there is no 'unshare': install it with 'apt-get install util-linux'");
        }
        for (List<String> prefix : List.of(AS_ROOT, AS_USER)) {
            if (new Command(with(prefix, List.of("true"))).works()) {
                return new Isolation(prefix);
            }
        }
        throw new LabException("this user may not make network namespaces here (" + refusal() + "). Run it as root, or allow "
                + "user namespaces: 'sysctl user.max_user_namespaces=15000', on Ubuntu also "
                + "'sysctl kernel.apparmor_restrict_unprivileged_userns=0'; in a container give it CAP_SYS_ADMIN");
    }

    /** The command that runs the given one inside, in a session of its own: a terminal's Ctrl-C reaches only who started it. */
    public List<String> wrap(List<String> command) {
        return with(with(List.of("setsid"), prefix), command);
    }

    private static String refusal() throws LabException, InterruptedException {
        return new Command(with(AS_USER, List.of("true"))).run().output();
    }

    private static List<String> with(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return List.copyOf(both);
    }
}
