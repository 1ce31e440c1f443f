/** Sessions: one authenticated client on the gateway, with its address, queue and permits. */
@Version("1.1.0")
package com.softellect.vpn.api.session;

import org.osgi.annotation.versioning.Version;
