/** What a security reviewer reads afterwards. */
@Version("1.0.0")
package com.softellect.vpn.api.audit;

import org.osgi.annotation.versioning.Version;
