package com.softellect.vpn.tunnel.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Brings {@code etc/com.softellect.vpn.tunnel.cfg} to the tunnel. No service of its own: its properties would be public. */
@Component(service = {}, configurationPid = TunnelSettings.PID)
@Designate(ocd = TunnelSettings.class)
public final class TunnelConfiguration {

    private final TunnelComponent tunnel;

    @Activate
    public TunnelConfiguration(@Reference TunnelComponent tunnel, TunnelSettings settings) {
        this.tunnel = tunnel;
        configure(settings);
        tunnel.warmUp(settings);
    }

    /** Without the file the tunnel gets the defaults, and says what is missing when it is told to connect. */
    @Modified
    void configure(TunnelSettings settings) {
        tunnel.configure(settings);
    }
}
