package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;

/** Which network interface of this machine has an address. The system itself gives one address to two without a word. */
final class AddressOwner {

    private AddressOwner() {
    }

    /** @throws TunAdapterException if an interface has this address; the message says which */
    static void requireNone(int address) throws TunAdapterException {
        String text = Ipv4Network.format(address);
        NetworkInterface owner = ownerOf(address, text);
        if (owner != null) {
            throw new TunAdapterException("the address " + text + " already belongs to the network interface " + owner.getName()
                    + " (" + owner.getDisplayName() + "): choose another adapter address, or remove it there");
        }
    }

    private static NetworkInterface ownerOf(int address, String text) throws TunAdapterException {
        try {
            return NetworkInterface.getByInetAddress(
                    InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES).putInt(address).array()));
        } catch (IOException e) {
            throw new TunAdapterException("looking for the network interface that has the address " + text + " failed: "
                    + e.getMessage(), e);
        }
    }
}
