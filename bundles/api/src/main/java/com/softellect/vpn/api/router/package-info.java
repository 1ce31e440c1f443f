/** The packet router as its callers see it. */
@Version("2.0.0")
package com.softellect.vpn.api.router;

import org.osgi.annotation.versioning.Version;
