/** The client's tunnel as its operator sees it. */
@Version("2.0.0")
package com.softellect.vpn.api.tunnel;

import org.osgi.annotation.versioning.Version;
