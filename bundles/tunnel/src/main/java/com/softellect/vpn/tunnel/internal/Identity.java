package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.credential.ClientKey;
import java.util.List;

/**
 * Who this client is, and to whom: what a profile says, together with the key. Immutable.
 *
 * @param clientId the id under which the gateway knows this client
 * @param gateways the gateway's URLs, https, best first; at least one
 * @param pins     the gateway's keys; at least one
 * @param key      this client's
 */
record Identity(String clientId, List<String> gateways, List<String> pins, ClientKey key) {
}
