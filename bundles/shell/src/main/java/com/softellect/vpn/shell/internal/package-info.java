/** The {@code vpn:*} commands: one class a verb. */
package com.softellect.vpn.shell.internal;
