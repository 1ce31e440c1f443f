package com.softellect.vpn.egress.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/com.softellect.vpn.egress.cfg}. A change takes effect at once; connections go on where what they need stays allowed. */
@ObjectClassDefinition(name = "VPN egress", description = "The way of clients' traffic to other networks")
public @interface EgressSettings {

    String PID = "com.softellect.vpn.egress";

    @AttributeDefinition(description = "How clients reach other networks: kernel (forwarded and masqueraded by the system), translator "
            + "(addresses are translated by the gateway itself), or none")
    String mode() default "kernel";

    @AttributeDefinition(description = "The network interfaces that clients' packets may leave by, separated by commas; empty: all but the tunnel's")
    String interfaces() default "";

    @AttributeDefinition(description = "Whether the kernel limits the segment size of clients' TCP connections to what the way out carries")
    boolean mssClamp() default true;

    @AttributeDefinition(description = "Whether the kernel's table and forwarding stay when the gateway's process ends, so that connections outlive its restart")
    boolean keepAtEnd() default false;
}
