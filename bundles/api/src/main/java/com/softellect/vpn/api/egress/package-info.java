/** The way of clients' traffic to other networks. */
@Version("1.0.0")
package com.softellect.vpn.api.egress;

import org.osgi.annotation.versioning.Version;
