/** Clients: who may connect, how one shows who it is, and what an administrator does with them. */
@Version("2.0.0")
package com.softellect.vpn.api.client;

import org.osgi.annotation.versioning.Version;
