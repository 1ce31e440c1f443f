package com.softellect.vpn.egress.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The nftables table of a gateway, as text. What it lets through others may still drop: each table of a system has its say.
 *
 * @param adapter          the name of the gateway's TUN adapter
 * @param network          the tunnel's
 * @param interfaces       that packets may leave by; empty: all but the tunnel's
 * @param mssClamp         whether TCP's segment size is limited to what the way out carries
 * @param forwardingWasOff whether the system forwarded nothing before there was this table. It is kept as a chain of that name, which holds it that way for
 *                         what is not the tunnel's: so whoever finds the table knows it, a gateway that starts after a kill too, and nobody does after a
 *                         restart of the machine
 */
record Table(String adapter, Ipv4Network network, List<String> interfaces, boolean mssClamp, boolean forwardingWasOff) {

    private static final String MARK = "forwarding_was_off";

    static String name(String adapter) {
        return "vpn_" + adapter;
    }

    String name() {
        return name(adapter);
    }

    /** Whether a table says so, as {@code nft} lists it. */
    static boolean forwardingWasOff(String listed) {
        return listed.contains("chain " + MARK + " {");
    }

    /** One transaction that makes the table, in the place of one of that name if there is one. */
    String replacement() {
        return removal(name()) + String.format(Locale.ROOT, """
                table ip %s {
                    chain forward {
                        type filter hook forward priority filter; policy accept;
                        iifname "%s" oifname %s ip saddr %s ct state { new, established, related } jump egress
                        oifname "%s" ct state { established, related } jump egress
                        iifname "%s" drop
                        oifname "%s" drop
                    ip daddr %s drop
                %s    }
                    chain egress {
                %s        accept
                    }
                %s    chain postrouting {
                        type nat hook postrouting priority srcnat; policy accept;
                        ip saddr %s oifname %s masquerade
                    }
                }
                """, name(), adapter, outside(), net(), adapter, adapter, adapter, net(),
                        when(forwardingWasOff, "        jump " + MARK + "\n"),
                        when(mssClamp, "        tcp flags & (syn | rst) == syn tcp option maxseg size set rt mtu\n"),
                        when(forwardingWasOff, "    chain " + MARK + " {\n        drop\n    }\n"),
                        net(), outside());
    }

    /** One transaction that leaves no table of that name, whether there is one or not. */
    static String removal(String name) {
        return "add table ip " + name + "\ndelete table ip " + name + "\n";
    }

    /** In the order in which they are made here. */
    private String outside() {
        String names = (interfaces.isEmpty() ? Stream.of("lo", adapter) : interfaces.stream())
                .map(name -> '"' + name + '"').distinct().collect(Collectors.joining(", "));
        return (interfaces.isEmpty() ? "!= { " : "{ ") + names + " }";
    }

    private String net() {
        return Ipv4Network.format(network.base()) + "/" + network.prefixLength();
    }

    private static String when(boolean condition, String text) {
        return condition ? text : "";
    }

    /** For the operator. */
    @Override
    public String toString() {
        return "table ip " + name() + ", " + net() + " masqueraded by " + (interfaces.isEmpty() ? "any interface" : String.join(", ", interfaces));
    }
}
