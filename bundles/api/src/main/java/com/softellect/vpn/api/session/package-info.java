/** Sessions: one authenticated client on the gateway, with its address, queue and permits. */
@Version("2.0.0")
package com.softellect.vpn.api.session;

import org.osgi.annotation.versioning.Version;
