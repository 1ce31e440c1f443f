/** The client's system around its tunnel: routes, names and what may leave the machine. */
@Version("1.0.0")
package com.softellect.vpn.api.surroundings;

import org.osgi.annotation.versioning.Version;
