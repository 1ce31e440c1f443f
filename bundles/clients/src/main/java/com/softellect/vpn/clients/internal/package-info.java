/** Who may connect: administration and authentication. */
package com.softellect.vpn.clients.internal;
