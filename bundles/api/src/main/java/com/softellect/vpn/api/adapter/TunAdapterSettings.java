package com.softellect.vpn.api.adapter;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.Objects;

/**
 * What a TUN adapter is opened with, and what one that is open has.
 *
 * @param name    the network interface's name: 1 to 15 of the characters {@code A-Z a-z 0-9 . _ -} (Linux allows no more;
 *                IFNAMSIZ is 16 with the terminating zero)
 * @param network the adapter's own address and its prefix length
 * @param mtu     the largest packet in bytes, 576 (RFC 791) to 65535
 * @param offload TCP segmentation offload: asked for when opening, in force in an open adapter. An adapter that can't do it is
 *                opened without. What it means for packets is said in {@link TunAdapter}
 */
public record TunAdapterSettings(String name, Ipv4Network network, int mtu, boolean offload) {

    public static final int MIN_MTU = 576;
    public static final int MAX_MTU = 65_535;

    /** @throws IllegalArgumentException if a value is outside its range; the message names the value and the range */
    public TunAdapterSettings {
        Objects.requireNonNull(network, "network");
        if (name == null || !name.matches("[A-Za-z0-9._-]{1,15}") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("adapter name '" + name
                    + "' is not usable: take 1 to 15 characters of A-Z a-z 0-9 . _ -");
        }
        if (mtu < MIN_MTU || mtu > MAX_MTU) {
            throw new IllegalArgumentException("MTU " + mtu + " is outside " + MIN_MTU + " to " + MAX_MTU + " bytes");
        }
    }

    /** Without offload. */
    public TunAdapterSettings(String name, Ipv4Network network, int mtu) {
        this(name, network, mtu, false);
    }
}
