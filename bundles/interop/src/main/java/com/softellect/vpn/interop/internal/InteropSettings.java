package com.softellect.vpn.interop.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of {@code etc/com.softellect.vpn.interop.cfg}; all of them concern Windows. */
@ObjectClassDefinition(name = "Softellect VPN: TUN adapters")
@interface InteropSettings {

    String PID = "com.softellect.vpn.interop";

    @AttributeDefinition(name = "wintun.dll", description = "The path of wintun.dll. A relative one starts at Karaf's folder."
            + " Empty: lib/wintun.dll there. Applies to adapters opened from then on.")
    String wintun_dll() default "";

    @AttributeDefinition(name = "wintun.ring.capacity", description = "Bytes of each of the two rings of packets: a power of two"
            + " from 131072 to 67108864. Applies to adapters opened from then on.")
    int wintun_ring_capacity() default RingCapacity.DEFAULT;
}
