package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Windows's table of whom names are asked of (Name Resolution Policy Table), in the registry. Unlike an adapter's servers, which Windows asks together with those of
 * all other adapters, it binds: for names that a rule is for nobody else is asked.
 *
 * <p>Threads: guarded by its owner.
 */
final class NamePolicy implements NameSystem {

    private static final String RULES = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Dnscache\\Parameters\\DnsPolicyConfig";

    /** Where it is there Windows looks at no other rules, even if it is empty. */
    private static final String DOMAINS_RULES = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\DNSClient\\DnsPolicyConfig";

    /** Our rules: their numbers are put behind. */
    private static final String KEY = RULES + "\\{8c1f7d52-40be-4e39-a9c4-5be0d12f770";

    /** Windows takes no more names in one rule. */
    private static final int MOST_NAMES = 50;

    /** Names are asked of the servers of the rule. */
    private static final String GENERIC_SERVERS = "8";

    private static final Logger LOG = LoggerFactory.getLogger(NamePolicy.class);

    private final CommandRunner commands;
    private final String programs;

    /** The rules that are in the registry; all of those that an earlier process may have left until somebody has looked. */
    private int rules = Integer.MAX_VALUE;

    /** What was set last; null if nothing is. */
    private List<List<String>> present;

    /** @param programs the folder of Windows's own programs, with a backslash behind */
    NamePolicy(CommandRunner commands, String programs) {
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
        if (succeeds("reg.exe", "query", DOMAINS_RULES)) {
            throw new SurroundingsException("whom this machine asks for names is ruled by its group policy, and Windows ignores other rules then: set dns = none in "
                    + SurroundingsSettings.FILE);
        }
        restore();
        List<String> names = domains.isEmpty() ? List.of(".") : domains.stream().map(domain -> "." + domain).toList();
        for (int from = 0; from < names.size(); from += MOST_NAMES) {
            String key = KEY + rules + "}";
            rules++;
            add(key, "Version", "REG_DWORD", "2");
            add(key, "ConfigOptions", "REG_DWORD", GENERIC_SERVERS);
            add(key, "GenericDNSServers", "REG_SZ", String.join(";", servers));
            add(key, "Name", "REG_MULTI_SZ", names.subList(from, Math.min(from + MOST_NAMES, names.size())).stream().collect(Collectors.joining("\\0")));
        }
        present = wanted;
        tell();
    }

    private void add(String key, String value, String type, String data) throws SurroundingsException {
        commands.run(programs + "reg.exe", "add", key, "/v", value, "/t", type, "/d", data, "/f");
    }

    private boolean succeeds(String program, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = programs + program;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            commands.run(command);
            return true;
        } catch (SurroundingsException e) {
            LOG.debug("it is not there, or not to be had", e);
            return false;
        }
    }

    /** Its DNS client reads the rules again, and forgets what it was told by others. */
    private void tell() {
        succeeds("sc.exe", "control", "Dnscache", "paramchange");
        succeeds("ipconfig.exe", "/flushdns");
    }

    @Override
    public void restore() throws SurroundingsException {
        int most = rules;
        rules = 0;
        present = null;
        int removed = 0;
        while (removed < most && succeeds("reg.exe", "delete", KEY + removed + "}", "/f")) {
            removed++;
        }
        if (removed > 0) {
            tell();
        }
        if (removed < most && most != Integer.MAX_VALUE) {
            throw new SurroundingsException("the registry key " + KEY + removed + "} can't be removed: remove it by hand");
        }
    }
}
