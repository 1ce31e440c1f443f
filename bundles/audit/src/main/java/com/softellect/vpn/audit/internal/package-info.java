/** The audit log. */
package com.softellect.vpn.audit.internal;
