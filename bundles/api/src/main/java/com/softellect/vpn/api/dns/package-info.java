/** The resolver that the gateway offers its clients, as operators see it. */
@Version("1.0.0")
package com.softellect.vpn.api.dns;

import org.osgi.annotation.versioning.Version;
