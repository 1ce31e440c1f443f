/** TUN adapters: opening one, waiting for its packets, receiving and sending them. */
@Version("1.1.0")
package com.softellect.vpn.api.adapter;

import org.osgi.annotation.versioning.Version;
