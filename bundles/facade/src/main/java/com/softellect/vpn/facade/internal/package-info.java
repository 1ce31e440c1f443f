/** What callers of the gateway meet first, and what stays when the endpoint is swapped. */
package com.softellect.vpn.facade.internal;
