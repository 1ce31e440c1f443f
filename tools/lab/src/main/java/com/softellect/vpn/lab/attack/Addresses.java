package com.softellect.vpn.lab.attack;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** The host addresses of an IPv4 network, all of which the machine that floods has. Immutable. */
public final class Addresses {

    private final int first;
    private final int count;

    /** @param network like 192.168.60.0/22, /8 to /30 */
    public Addresses(String network) {
        String[] parts = network.split("/");
        int bits = Integer.SIZE - Integer.parseInt(parts[1]);
        first = toInt(parts[0]) + 1;
        count = (1 << bits) - 2; // without the network's own and the broadcast address
    }

    int count() {
        return count;
    }

    InetAddress get(int index) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES).putInt(first + index % count).array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // never: four bytes are an address
        }
    }

    private static int toInt(String address) {
        try {
            return ByteBuffer.wrap(InetAddress.getByName(address).getAddress()).getInt();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + address + "' is no IPv4 address", e);
        }
    }
}
