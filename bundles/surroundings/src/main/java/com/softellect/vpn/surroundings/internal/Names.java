package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom the system asks for names, by what this system has.
 *
 * <p>Threads: guarded by its owner.
 */
final class Names {

    private static final Logger LOG = LoggerFactory.getLogger(Names.class);

    private final List<NameSystem> systems;

    /** What was set last. */
    private List<String> asked = List.of();

    /** @param systems the first of them that is there is told; the last one always is */
    Names(List<NameSystem> systems) {
        this.systems = systems;
    }

    /**
     * Those of Linux.
     *
     * @param root the folder {@code /}
     */
    Names(CommandRunner commands, Path root) {
        this(linux(commands, root, root.resolve("etc/resolv.conf")));
    }

    private static List<NameSystem> linux(CommandRunner commands, Path root, Path resolvConf) {
        return List.of(new Resolved(commands, resolvConf), new Resolvconf(commands, root, resolvConf), new NetworkManager(commands, root, resolvConf),
                new ResolvConfFile(resolvConf));
    }

    /** Has the system ask these servers; none: those that it asked before. */
    void set(String adapter, List<String> servers, List<String> domains) throws SurroundingsException {
        if (servers.isEmpty()) {
            restore();
            return;
        }
        NameSystem system = systems.stream().filter(NameSystem::isPresent).findFirst().orElseThrow();
        if (!servers.equals(asked)) {
            LOG.info("names are asked of {}, by {}", servers, system.name());
        }
        asked = servers;
        system.set(adapter, servers, domains);
    }

    /** Has the system ask those servers that it asked before. */
    void restore() {
        asked = List.of();
        for (NameSystem system : systems) {
            try {
                system.restore();
            } catch (SurroundingsException e) {
                LOG.warn("whom the system asks for names is not as it was before: {}", e.getMessage());
            }
        }
    }
}
