package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Windows's table of whom names are asked of (Name Resolution Policy Table), in the registry. Unlike an adapter's servers, which Windows asks together with those of
 * all other adapters, it binds: for names that a rule is for nobody else is asked. Our rules are forgotten when Windows ends.
 *
 * <p>Threads: guarded by its owner.
 */
final class NamePolicy implements NameSystem {

    private static final String RULES = "SYSTEM\\CurrentControlSet\\Services\\Dnscache\\Parameters\\DnsPolicyConfig";

    /** Where it is there Windows looks at no other rules, even if it is empty. */
    private static final String RULES_OF_GROUP_POLICY = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\DNSClient\\DnsPolicyConfig";

    /** Our rules: they are counted from 0, so that any process finds them. */
    private static final String KEY = RULES + "\\{8c1f7d52-40be-4e39-a9c4-5be0d12f770";

    /** Windows takes no more names in one rule. */
    private static final int MOST_NAMES = 50;

    private static final int LAYOUT = 2;

    /** Names are asked of the servers of the rule. */
    private static final int GENERIC_SERVERS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(NamePolicy.class);

    private final Registry registry;
    private final CommandRunner commands;
    private final String programs;

    /** Whether there may be rules of ours: also those of an earlier process, until somebody has looked. */
    private boolean mayBeThere = true;

    /** What was set last; null if nothing is. */
    private List<List<String>> present;

    /** @param programs the folder of Windows's own programs, with a backslash behind */
    NamePolicy(Registry registry, CommandRunner commands, String programs) {
        this.registry = registry;
        this.commands = commands;
        this.programs = programs;
    }

    @Override
    public String name() {
        return "the name resolution policy";
    }

    @Override
    public boolean isPresent() {
        return true;
    }

    @Override
    public void set(String adapter, List<String> servers, List<String> domains) throws SurroundingsException {
        List<List<String>> wanted = List.of(servers, domains);
        if (wanted.equals(present)) {
            return;
        }
        if (registry.has(RULES_OF_GROUP_POLICY)) {
            throw new SurroundingsException("whom this machine asks for names is ruled by its group policy, and Windows ignores other rules then: set dns = none in "
                    + SurroundingsSettings.FILE);
        }
        restore();
        mayBeThere = true;
        registry.keep(RULES);
        List<String> names = domains.isEmpty() ? List.of(".") : domains.stream().map(domain -> "." + domain).toList();
        for (int i = 0; i * MOST_NAMES < names.size(); i++) {
            registry.put(key(i), rule(servers, names.subList(i * MOST_NAMES, Math.min((i + 1) * MOST_NAMES, names.size()))));
        }
        present = wanted;
        tell();
    }

    /** @param number 0 to 15 */
    private static String key(int number) {
        return KEY + Integer.toHexString(number) + "}";
    }

    private static Map<String, Object> rule(List<String> servers, List<String> names) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("Version", LAYOUT);
        values.put("ConfigOptions", GENERIC_SERVERS);
        values.put("GenericDNSServers", String.join(";", servers));
        values.put("Name", names);
        return values;
    }

    /** Windows's DNS client reads the rules again, and forgets what it was told by others. */
    private void tell() {
        attempt("sc.exe", "control", "Dnscache", "paramchange");
        attempt("ipconfig.exe", "/flushdns");
    }

    private void attempt(String program, String... arguments) {
        try {
            String[] command = new String[arguments.length + 1];
            command[0] = programs + program;
            System.arraycopy(arguments, 0, command, 1, arguments.length);
            commands.run(command);
        } catch (SurroundingsException e) {
            LOG.warn("names may be asked of the servers before for a while: {}", e.getMessage());
        }
    }

    @Override
    public void restore() throws SurroundingsException {
        if (mayBeThere) {
            present = null;
            int removed = 0;
            while (registry.remove(key(removed))) {
                removed++;
            }
            mayBeThere = false;
            if (removed > 0) {
                tell();
            }
        }
    }
}
