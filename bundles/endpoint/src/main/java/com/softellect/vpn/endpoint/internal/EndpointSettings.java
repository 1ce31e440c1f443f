package com.softellect.vpn.endpoint.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/com.softellect.vpn.endpoint.cfg}. A change takes effect at once; limits reach a client when it connects the next time. */
@ObjectClassDefinition(name = "VPN endpoint", description = "The gateway's SOAP service")
public @interface EndpointSettings {

    String PID = "com.softellect.vpn.endpoint";

    @AttributeDefinition(description = "Where the service is below CXF's context, as in https://HOST:8443/cxf/vpn")
    String path() default "/vpn";

    @AttributeDefinition(description = "The most packets of one sendPackets call, 1 to 10000; more is refused")
    int maxBatchPackets() default 500;

    @AttributeDefinition(description = "The most packet bytes of one sendPackets call, 65535 to 16777216; more is refused")
    int maxBatchBytes() default 1_048_576;

    @AttributeDefinition(description = "The most receivePackets calls that a client may have in flight, 1 to 16")
    int maxPolls() default 48;

    @AttributeDefinition(description = "The most sendPackets calls that a client may have in flight, 1 to 16")
    int maxSends() default 8;

    @AttributeDefinition(description = "A call whose message is not there this many seconds after its headers is refused, 1 to 300")
    int messageSeconds() default 15;

    @AttributeDefinition(description = "Whether packets of clients that write the known form of a message pass CXF's interceptors by;"
            + " other clients never do, and none can tell")
    boolean shortWay() default true;

    @AttributeDefinition(description = "Whether clients that offer it may send and get super-packets, TCP in packets of up to 64 KB; a change reaches a"
            + " client when it connects the next time")
    boolean superPackets() default true;

    @AttributeDefinition(description = "The networks that clients are told to reach through this gateway, with commas between, as in 10.20.0.0/16; empty: none."
            + " A change reaches a client when it connects the next time, as with the next two")
    String pushRoutes() default "";

    @AttributeDefinition(description = "The IPv4 addresses of the DNS servers that clients are told to ask through this gateway, with commas between, the best one"
            + " first; auto: the gateway itself, if its resolver answers; empty: none")
    String pushDns() default "auto";

    @AttributeDefinition(description = "The domains that clients are told to ask those servers for, with commas between, as in corp.example; empty: all names")
    String pushDomains() default "";
}
