/**
 * Packets longer than the MTU: what they must be, how they are cut, and the checksums of both. A package of its own, because the
 * interop bundle embeds it and nothing else of the packet path.
 */
package com.softellect.vpn.datapath.offload;
