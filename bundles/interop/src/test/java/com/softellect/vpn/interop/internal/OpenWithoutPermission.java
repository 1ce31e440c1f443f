package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.packet.Ipv4Network;

/** A process of its own, started without some privileges: prints why it may not open an adapter on the given device, or that it may. */
final class OpenWithoutPermission {

    private OpenWithoutPermission() {
    }

    public static void main(String[] device) {
        try {
            new LinuxTunAdapterProvider(device[0])
                    .open(new TunAdapterSettings("vpntest1", Ipv4Network.parse("10.66.78.1/24"), 1400)).close();
            System.out.println("opened");
        } catch (TunAdapterException e) {
            System.out.println(e.getMessage());
        }
    }
}
