/** Handing a layer's state from one version of its bundle to the next. */
@Version("1.1.0")
package com.softellect.vpn.api.handover;

import org.osgi.annotation.versioning.Version;
