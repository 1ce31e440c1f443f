/** The gateway as its clients know it. */
@Version("1.1.0")
package com.softellect.vpn.api.gateway;

import org.osgi.annotation.versioning.Version;
