/** Swapping layers. */
package com.softellect.vpn.upgrade.internal;
