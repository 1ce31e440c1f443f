/** Counters of the layers, read by operators. */
@Version("1.1.0")
package com.softellect.vpn.api.counter;

import org.osgi.annotation.versioning.Version;
