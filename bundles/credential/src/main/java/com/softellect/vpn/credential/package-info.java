/**
 * What client and gateway must do in the same way to know each other: keys, proofs, pins, profiles, and the files that secrets lie in. The bundles
 * that need it embed a copy, so that each can be replaced alone. Only standard constructions of the JDK's primitives: Ed25519
 * (RFC 8032), SHA-256, SPKI pins (RFC 7469).
 */
package com.softellect.vpn.credential;
