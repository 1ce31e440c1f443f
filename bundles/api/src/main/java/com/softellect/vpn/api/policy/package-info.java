/** What a client may do: where it may send to, how much, and how much of that it has used. */
@Version("1.0.0")
package com.softellect.vpn.api.policy;

import org.osgi.annotation.versioning.Version;
