/** What an IPv4 packet must look like to travel, and why one was dropped. */
@Version("1.3.0")
package com.softellect.vpn.api.packet;

import org.osgi.annotation.versioning.Version;
