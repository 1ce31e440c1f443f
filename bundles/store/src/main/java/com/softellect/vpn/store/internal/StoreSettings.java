package com.softellect.vpn.store.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/com.softellect.vpn.store.cfg}. A change takes effect at once: the clients are read anew. */
@ObjectClassDefinition(name = "VPN client store", description = "Where the gateway keeps its clients")
public @interface StoreSettings {

    String PID = "com.softellect.vpn.store";

    @AttributeDefinition(description = "The folder with one file per client; a relative one starts at etc/")
    String folder() default "vpn/clients";
}
