package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One nftables table of this client's own that lets nothing leave the machine but through the tunnel and to the gateway. It is put in, changed and taken
 * out in one step each, and is the kernel's: it outlives this process, and nothing else of the system's rules is touched.
 *
 * <p>Threads: guarded by its owner.
 */
final class NftKillSwitch implements KillSwitch {

    private static final String TABLE = "inet softellect_vpn_client";

    /** Marks the rule that lets the gateway be reached, and says its host: see {@link #lastKnown}. */
    private static final String COMMENT = "gateway ";

    /** nftables takes 128 characters. */
    private static final int HOST_CHARACTERS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(NftKillSwitch.class);

    private final CommandRunner commands;

    NftKillSwitch(CommandRunner commands) {
        this.commands = commands;
    }

    @Override
    public void close(Approach approach, List<Ipv4Network> localNetworks) throws SurroundingsException {
        commands.run(script(approach, localNetworks), List.of("nft", "-f", "-"));
    }

    /** The rules name the adapter, whether it is there or not. */
    @Override
    public void admitAdapter(Approach approach, List<Ipv4Network> localNetworks) {
        // it is admitted
    }

    private static String script(Approach approach, List<Ipv4Network> localNetworks) {
        List<String> lines = new ArrayList<>(List.of(
                "add table " + TABLE,
                "delete table " + TABLE,
                "table " + TABLE + " {",
                "  chain output {",
                "    type filter hook output priority filter; policy drop;",
                "    oifname { \"lo\", \"" + approach.adapterName() + "\" } accept"));
        approach.addresses().forEach(address -> lines.add("    " + family(address) + " daddr " + address.getHostAddress() + " tcp dport "
                + approach.port() + " accept" + comment(approach.host())));
        lines.addAll(List.of(
                "    udp sport 68 udp dport 67 accept",
                "    udp sport 546 udp dport 547 accept",
                "    icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert } accept",
                "    meta l4proto { tcp, udp } th dport { 53, 853 } counter reject with icmpx admin-prohibited"));
        if (!localNetworks.isEmpty()) {
            lines.add("    ip daddr " + set(localNetworks) + " accept");
        }
        lines.addAll(List.of(
                "    counter reject with icmpx admin-prohibited",
                "  }",
                "  chain forward {",
                "    type filter hook forward priority filter; policy drop;",
                "    oifname \"" + approach.adapterName() + "\" accept",
                "    iifname \"" + approach.adapterName() + "\" accept"));
        if (!localNetworks.isEmpty()) {
            lines.add("    ip daddr " + set(localNetworks) + " accept");
        }
        lines.addAll(List.of("  }", "}"));
        return String.join("\n", lines) + "\n";
    }

    private static String family(InetAddress address) {
        return address instanceof Inet6Address ? "ip6" : "ip";
    }

    private static String comment(String host) {
        return host.length() <= HOST_CHARACTERS && host.matches("[A-Za-z0-9.:_-]+") ? " comment \"" + COMMENT + host + "\"" : "";
    }

    private static String set(List<Ipv4Network> networks) {
        return networks.stream().map(Ipv4Network::toString).collect(Collectors.joining(", ", "{ ", " }"));
    }

    @Override
    public boolean isClosed() {
        return !list().isEmpty();
    }

    private String list() {
        try {
            return commands.run("nft", "list", "table", "inet", "softellect_vpn_client");
        } catch (SurroundingsException e) {
            LOG.debug("no kill switch is closed", e);
            return "";
        }
    }

    @Override
    public List<InetAddress> lastKnown(String host) {
        Matcher rule = Pattern.compile("daddr (\\S+) tcp dport \\d+ accept comment \"" + COMMENT + Pattern.quote(host) + "\"").matcher(list());
        return rule.results().map(found -> KillSwitch.literal(found.group(1))).toList();
    }

    @Override
    public void open() throws SurroundingsException {
        commands.run("add table " + TABLE + "\ndelete table " + TABLE + "\n", List.of("nft", "-f", "-"));
    }

    @Override
    public String byHand() {
        return "nft delete table " + TABLE;
    }
}
