/** What bundles that call the Linux kernel by themselves have in common: descriptors and memory outside the heap. Needs JNA. */
package com.softellect.vpn.datapath.system;
