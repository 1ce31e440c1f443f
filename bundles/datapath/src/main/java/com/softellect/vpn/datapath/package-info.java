/**
 * The parts of the packet path that registry, router, endpoint and tunnel have in common. Each of these bundles embeds a copy, so
 * that each can be replaced alone; no instance crosses from one bundle to another.
 */
package com.softellect.vpn.datapath;
