/** What a client may do: where it may send to. */
@Version("1.0.0")
package com.softellect.vpn.api.policy;

import org.osgi.annotation.versioning.Version;
