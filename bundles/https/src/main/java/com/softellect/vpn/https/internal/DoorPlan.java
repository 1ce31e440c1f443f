package com.softellect.vpn.https.internal;

/**
 * A service inside this bundle: what the settings make of the door.
 *
 * @param settings how it is opened
 * @param identity what it shows
 */
public record DoorPlan(DoorSettings settings, OwnIdentity identity) {
}
