package com.softellect.vpn.router.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/com.softellect.vpn.router.cfg}. A change takes effect at once: the adapter is closed and opened again. */
@ObjectClassDefinition(name = "VPN packet router", description = "The gateway's TUN adapter, and what clients are told")
public @interface RouterSettings {

    String PID = "com.softellect.vpn.router";

    /** The value of {@link #adapterType} that stands for the kind of adapter that this machine has. */
    String AUTO = "auto";

    int REFUSALS_PER_SECOND = 10;

    @AttributeDefinition(description = "The kind of TUN adapter: auto (what this machine has), linux, wintun, or memory (tests only)")
    String adapterType() default AUTO;

    @AttributeDefinition(description = "The network interface's name, 1 to 15 characters of A-Z a-z 0-9 . _ -")
    String adapterName() default "vpn0";

    @AttributeDefinition(description = "Whether the adapter is opened with TCP segmentation offload, if it can: TCP then passes in packets of up to 64 KB")
    boolean offload() default true;

    @AttributeDefinition(description = "How many ICMP messages a second tell a client which of its packets are refused, 0 to 1000; 0: it is not told")
    int refusalsPerSecond() default REFUSALS_PER_SECOND;
}
