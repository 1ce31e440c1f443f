/** The door to the world: TLS on Jetty. */
package com.softellect.vpn.https.internal;
