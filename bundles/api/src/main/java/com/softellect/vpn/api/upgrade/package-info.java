/** Replacing layers while the traffic flows. */
@Version("1.0.0")
package com.softellect.vpn.api.upgrade;

import org.osgi.annotation.versioning.Version;
