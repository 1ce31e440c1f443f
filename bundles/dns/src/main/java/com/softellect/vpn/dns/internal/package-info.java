/** The resolver: {@code Dns} is the component, {@code Reception} the way of a question. */
package com.softellect.vpn.dns.internal;
