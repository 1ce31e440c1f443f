package com.softellect.vpn.translator.internal;

/** What this bundle reads of {@code etc/com.softellect.vpn.egress.cfg}, which is the egress bundle's. */
public @interface EgressMode {

    String PID = "com.softellect.vpn.egress";

    /** The value that stands for this bundle. */
    String TRANSLATOR = "translator";

    String mode() default "kernel";
}
