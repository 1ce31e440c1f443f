/** Who may connect, and how a client proves that it is the one it says. */
@Version("1.0.0")
package com.softellect.vpn.api.client;

import org.osgi.annotation.versioning.Version;
